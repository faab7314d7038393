// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.satchel.model.Actor;
import org.satchel.model.BoxTransaction;
import org.satchel.model.Change;
import org.satchel.model.Deposit;
import org.satchel.model.FlagEdit;
import org.satchel.model.Flags;
import org.satchel.model.FolderId;
import org.satchel.model.FolderPath;
import org.satchel.model.Grant;
import org.satchel.model.ModSeq;
import org.satchel.model.Quota;
import org.satchel.model.Right;
import org.satchel.model.StoreFailure;
import org.satchel.model.Uid;

/// Rights of others than the owner.
interface GrantContract extends Engine {
    Actor FRIEND = new Actor("tel:+15550100099", "s1");

    @Test
    default void the_owner_may_do_everything_and_others_nothing(Stage stage) {
        var inbox = stage.inbox().id();
        var now = stage.clock().instant();
        assertThat(stage.view().rights(Stage.BOX.text(), inbox, now)).isEqualTo(Right.ALL);
        assertThat(stage.view().rights(FRIEND.principal(), inbox, now)).isEmpty();
        var entry = stage.deposit(inbox, "one");
        var uids = List.of(entry.uid());
        try (var draft = stage.draft(SampleMessages.mail("x", "y"))) {
            List<ThrowingCallable> refused = List.of(
                    () -> stage.callAs(FRIEND, tx -> tx.deposit(inbox, draft, Deposit.PLAIN)),
                    () -> stage.callAs(FRIEND, tx -> tx.flag(inbox, uids, FlagEdit.add(Flags.of(Flags.SEEN)), null)),
                    () -> stage.callAs(FRIEND, tx -> tx.copy(inbox, uids, inbox)),
                    () -> stage.callAs(FRIEND, tx -> tx.move(inbox, uids, inbox)),
                    () -> stage.callAs(FRIEND, tx -> tx.remove(inbox, uids, Change.Cause.REMOVED)),
                    () -> stage.callAs(FRIEND, tx -> tx.createFolder(new FolderPath("INBOX/theirs"))),
                    () -> stage.callAs(FRIEND, tx -> tx.createFolder(new FolderPath("theirs"))),
                    () -> stage.box().write(FRIEND, tx -> tx.grant(grant(inbox, "a"))),
                    () -> stage.box().write(FRIEND, tx -> tx.annotate(inbox, "/shared/comment", "", "x")),
                    () -> stage.box().write(FRIEND, tx -> tx.annotate(null, "/shared/comment", "", "x")),
                    () -> stage.box().write(FRIEND, tx -> tx.subscribe(FolderPath.INBOX, true)),
                    () -> stage.box().write(FRIEND, tx -> tx.setQuota(Quota.UNLIMITED)),
                    () -> stage.box().write(FRIEND, tx -> tx.purgeHistory(new ModSeq(1))));
            for (var attempt : refused) {
                assertThatThrownBy(attempt).isInstanceOf(StoreFailure.NotPermitted.class);
            }
        }
        assertThat(stage.entries(inbox)).containsExactly(entry);
    }

    @Test
    default void a_grant_gives_its_rights_and_no_others(Stage stage) {
        var shared = stage.create("Shared").id();
        var entry = stage.deposit(shared, "one");
        stage.write(tx -> tx.grant(grant(shared, "lri")));
        stage.reopen();
        assertThat(stage.view().grants(shared)).containsExactly(grant(shared, "lri"));
        assertThat(stage.view().rights(FRIEND.principal(), shared, stage.clock().instant()))
                .isEqualTo(Right.parse("lri"));
        try (var draft = stage.draft(SampleMessages.mail("x", "y"))) {
            var theirs = stage.callAs(FRIEND, tx -> tx.deposit(shared, draft, Deposit.flagged(Flags.of(Flags.SEEN))));
            assertThat(theirs.flags()).isEqualTo(Flags.NONE); // RFC 4314 §4: flags without right are left off
        }
        assertThatThrownBy(() ->
                        stage.callAs(FRIEND, tx -> tx.remove(shared, List.of(entry.uid()), Change.Cause.REMOVED)))
                .isInstanceOf(StoreFailure.NotPermitted.class);
        assertThat(stage.folder("Shared").count()).isEqualTo(2);
    }

    @Test
    default void flags_are_edited_as_far_as_the_rights_go(Stage stage) {
        var shared = stage.create("Shared").id();
        var entry = stage.deposit(shared, Flags.of(Flags.FLAGGED, Flags.DELETED));
        stage.write(tx -> tx.grant(grant(shared, "ls")));
        var uids = List.of(entry.uid());
        stage.callAs(FRIEND, tx -> tx.flag(shared, uids, FlagEdit.add(Flags.of(Flags.SEEN, Flags.DRAFT)), null));
        assertThat(stage.entry(shared, entry).flags()).isEqualTo(Flags.of(Flags.FLAGGED, Flags.DELETED, Flags.SEEN));
        stage.callAs(FRIEND, tx -> tx.flag(shared, uids, FlagEdit.replace(Flags.NONE), null));
        assertThat(stage.entry(shared, entry).flags()).isEqualTo(Flags.of(Flags.FLAGGED, Flags.DELETED));
        assertThatThrownBy(() -> stage.callAs(
                        FRIEND, tx -> tx.flag(shared, uids, FlagEdit.remove(Flags.of(Flags.DELETED)), null)))
                .isInstanceOf(StoreFailure.NotPermitted.class);
    }

    @Test
    default void a_grant_ends_when_it_expires(Stage stage) {
        var shared = stage.create("Shared").id();
        var expires = stage.clock().instant().plusSeconds(60);
        stage.write(tx -> tx.grant(new Grant(shared, FRIEND.principal(), Right.parse("k"), expires)));
        stage.reopen();
        stage.callAs(FRIEND, tx -> tx.createFolder(new FolderPath("Shared/theirs")));
        stage.clock().advance(Duration.ofSeconds(60));
        assertThatThrownBy(() -> stage.callAs(FRIEND, tx -> tx.createFolder(new FolderPath("Shared/more"))))
                .isInstanceOf(StoreFailure.NotPermitted.class);
        assertThat(stage.view().grants(shared)).hasSize(1);
        assertThat(stage.view().rights(FRIEND.principal(), shared, stage.clock().instant()))
                .isEmpty();
    }

    @Test
    default void a_grant_without_rights_takes_it_away(Stage stage) {
        var shared = stage.create("Shared").id();
        stage.write(tx -> tx.grant(grant(shared, "lr")));
        stage.write(tx -> tx.grant(grant(shared, "")));
        stage.reopen();
        assertThat(stage.view().grants(shared)).isEmpty();
        assertThat(stage.write(tx -> tx.grant(grant(shared, ""))).isEmpty()).isTrue();
    }

    @Test
    default void a_grant_to_anyone_holds_for_everybody(Stage stage) {
        var shared = stage.create("Shared").id();
        stage.write(tx -> tx.grant(new Grant(shared, "anyone", Right.parse("lr"), null)));
        stage.write(tx -> tx.grant(grant(shared, "w")));
        assertThat(stage.view().rights(FRIEND.principal(), shared, stage.clock().instant()))
                .isEqualTo(Right.parse("lrw"));
    }

    @Test
    default void grants_go_with_their_folder(Stage stage) {
        var shared = stage.create("Shared").id();
        stage.write(tx -> tx.grant(grant(shared, "lrx")));
        stage.box().write(FRIEND, tx -> tx.removeFolder(shared));
        stage.reopen();
        assertThat(stage.has("Shared")).isFalse();
        assertThat(stage.view().grants(stage.create("Shared").id())).isEmpty();
    }

    @Test
    default void renaming_takes_rights_at_both_ends(Stage stage) {
        var shared = stage.create("Shared").id();
        var folder = stage.create("Shared/one").id();
        stage.write(tx -> tx.grant(grant(folder, "x2")));
        assertThatThrownBy(() -> stage.box().write(FRIEND, tx -> tx.renameFolder(folder, new FolderPath("Shared/two"))))
                .isInstanceOf(StoreFailure.NotPermitted.class);
        stage.write(tx -> tx.grant(grant(shared, "k")));
        stage.box().write(FRIEND, tx -> tx.renameFolder(folder, new FolderPath("Shared/two")));
        assertThat(stage.has("Shared/two")).isTrue();
    }

    @Test
    default void what_a_guest_makes_is_for_all_who_share_the_folder_above(Stage stage) {
        var shared = stage.create("Shared").id();
        var expires = stage.clock().instant().plus(Duration.ofHours(1));
        stage.write(tx -> {
            tx.grant(new Grant(shared, FRIEND.principal(), Right.parse("lrk"), expires));
            tx.grant(new Grant(shared, "tel:+15550100098", Right.parse("lr"), null));
        });
        var made = stage.callAs(FRIEND, tx -> tx.createFolder(new FolderPath("Shared/one/two")));
        for (var path : List.of("Shared/one", "Shared/one/two")) {
            var folder = stage.view().folder(new FolderPath(path)).orElseThrow().id();
            assertThat(stage.view().grants(folder))
                    .as(path)
                    .containsExactlyInAnyOrder(
                            new Grant(folder, FRIEND.principal(), Right.parse("lrk"), expires),
                            new Grant(folder, "tel:+15550100098", Right.parse("lr"), null));
        }
        // what the owner makes is the owner's alone
        assertThat(stage.view().grants(stage.create("Shared/three").id())).isEmpty();
        assertThat(stage.view().folder(made.id())).contains(made);
    }

    @Test
    default void who_may_not_make_a_folder_does_not_learn_whether_it_is_there(Stage stage) {
        var shared = stage.create("Shared").id();
        var folder = stage.create("Shared/one").id();
        stage.create("Shared/hidden");
        stage.create("hidden");
        stage.write(tx -> {
            tx.grant(grant(shared, "lrx2"));
            tx.grant(grant(folder, "lrx2"));
        });
        for (var path : List.of("Shared/hidden", "Shared/none", "hidden", "none")) {
            var to = new FolderPath(path);
            assertThatThrownBy(() -> stage.callAs(FRIEND, tx -> tx.createFolder(to)))
                    .as("making " + path)
                    .isInstanceOf(StoreFailure.NotPermitted.class);
            assertThatThrownBy(() -> stage.box().write(FRIEND, tx -> tx.renameFolder(folder, to)))
                    .as("renaming to " + path)
                    .isInstanceOf(StoreFailure.NotPermitted.class);
        }
    }

    @Test
    default void what_a_guest_makes_by_renaming_is_shared_too(Stage stage) {
        var shared = stage.create("Shared").id();
        var folder = stage.create("Shared/one").id();
        stage.write(tx -> {
            tx.grant(grant(shared, "lrk"));
            tx.grant(grant(folder, "lx2"));
        });
        stage.box().write(FRIEND, tx -> tx.renameFolder(folder, new FolderPath("Shared/made/one")));
        stage.reopen();
        var made = stage.folder("Shared/made").id();
        assertThat(stage.view().grants(made)).containsExactly(grant(made, "lrk"));
        assertThat(stage.view().grants(folder)).containsExactly(grant(folder, "lx2"));
    }

    @Test
    default void who_reads_takes_little_of_the_owners_room_for_notes_of_his_own(Stage stage) {
        var shared = stage.create("Shared").id();
        stage.write(tx -> tx.grant(grant(shared, "lrw")));
        var own = FRIEND.principal();
        for (int i = 0; i < 100; i++) {
            var entry = "/private/e" + i;
            stage.box().write(FRIEND, tx -> tx.annotate(shared, entry, own, "x"));
        }
        assertThatThrownBy(() -> stage.box().write(FRIEND, tx -> tx.annotate(shared, "/private/more", own, "x")))
                .isInstanceOf(StoreFailure.TooMany.class);
        stage.box().write(FRIEND, tx -> tx.annotate(shared, "/private/e0", own, "y"));
        stage.box().write(FRIEND, tx -> tx.annotate(shared, "/shared/comment", "", "x"));
        stage.write(tx -> tx.annotate(shared, "/private/more", Stage.BOX.text(), "x"));
    }

    // CPM-MSG §7.2
    @Test
    default void every_verb_wants_the_rights_of_the_table_and_no_others(Stage stage) {
        var random = new Random(4314);
        for (int round = 0; round < 200; round++) {
            var here = stage.create("Here" + round).id();
            var there = stage.create("There" + round).id();
            var entry = stage.deposit(here, "one");
            var rightsHere = letters(random);
            var rightsThere = letters(random);
            boolean expired = random.nextInt(8) == 0;
            var expires = expired ? stage.clock().instant() : null;
            stage.write(tx -> {
                tx.grant(new Grant(here, FRIEND.principal(), Right.parse(rightsHere), expires));
                tx.grant(new Grant(there, FRIEND.principal(), Right.parse(rightsThere), null));
            });
            var verb = Verb.values()[random.nextInt(Verb.values().length)];
            boolean stranger = random.nextInt(8) == 0;
            var actor = stranger ? new Actor("tel:+15550100098", "s2") : FRIEND;
            boolean may =
                    !stranger && has(expired ? "" : rightsHere, verb.wantedHere) && has(rightsThere, verb.wantedThere);
            var place = new Verb.Place(stage, here, there, entry.uid(), round);
            boolean did = true;
            try {
                stage.box().write(actor, tx -> verb.run(tx, place, actor));
            } catch (StoreFailure.NotPermitted refused) {
                did = false;
            }
            assertThat(did)
                    .as(
                            "%d: %s with %s here and %s there, expired %s, stranger %s",
                            round, verb, rightsHere, rightsThere, expired, stranger)
                    .isEqualTo(may);
        }
    }

    private static boolean has(String letters, String wanted) {
        return wanted.chars().allMatch(letter -> letters.indexOf(letter) >= 0);
    }

    /// Most letters, so that verbs that want several are permitted now and then.
    private static String letters(Random random) {
        var letters = new StringBuilder();
        for (var right : Right.values()) {
            if (random.nextInt(4) > 0) {
                letters.append(right.letter());
            }
        }
        return letters.toString();
    }

    /// What others may want to do, and the letters it takes in the folder and in the other one.
    enum Verb {
        DEPOSIT("i", ""),
        SEEN("s", ""),
        FLAG("w", ""),
        DELETED("t", ""),
        COPY("r0", "i"),
        MOVE("rte1", "i"),
        REMOVE("e", ""),
        CREATE("k", ""),
        REMOVE_FOLDER("x", ""),
        RENAME("x2", "k"),
        ANNOTATE("w", ""),
        ANNOTATE_PRIVATELY("r", ""),
        GRANT("a", "");

        private final String wantedHere;
        private final String wantedThere;

        Verb(String wantedHere, String wantedThere) {
            this.wantedHere = wantedHere;
            this.wantedThere = wantedThere;
        }

        record Place(Stage stage, FolderId here, FolderId there, Uid uid, int round) {}

        void run(BoxTransaction tx, Place at, Actor actor) {
            var uids = List.of(at.uid);
            switch (this) {
                case DEPOSIT -> {
                    try (var draft = at.stage.draft(SampleMessages.mail("x", "y"))) {
                        tx.deposit(at.here, draft, Deposit.PLAIN);
                    }
                }
                case SEEN -> tx.flag(at.here, uids, FlagEdit.add(Flags.of(Flags.SEEN)), null);
                case FLAG -> tx.flag(at.here, uids, FlagEdit.add(Flags.of(Flags.FLAGGED)), null);
                case DELETED -> tx.flag(at.here, uids, FlagEdit.add(Flags.of(Flags.DELETED)), null);
                case COPY -> tx.copy(at.here, uids, at.there);
                case MOVE -> tx.move(at.here, uids, at.there);
                case REMOVE -> tx.remove(at.here, uids, Change.Cause.REMOVED);
                case CREATE -> tx.createFolder(new FolderPath("Here" + at.round + "/below"));
                case REMOVE_FOLDER -> tx.removeFolder(at.here);
                case RENAME -> tx.renameFolder(at.here, new FolderPath("There" + at.round + "/new"));
                case ANNOTATE -> tx.annotate(at.here, "/shared/comment", "", "x");
                case ANNOTATE_PRIVATELY -> tx.annotate(at.here, "/private/comment", actor.principal(), "x");
                case GRANT -> tx.grant(new Grant(at.here, "anyone", Set.of(Right.LOOKUP), null));
            }
        }
    }

    private static Grant grant(FolderId folder, String letters) {
        Set<Right> rights = Right.parse(letters);
        return new Grant(folder, FRIEND.principal(), rights, null);
    }
}
