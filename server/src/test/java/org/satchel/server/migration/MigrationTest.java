// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.migration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.satchel.model.Address;
import org.satchel.model.BoxId;
import org.satchel.model.BoxView;
import org.satchel.model.Commit;
import org.satchel.model.Deposit;
import org.satchel.model.Flags;
import org.satchel.model.ForwardingStore;
import org.satchel.model.MessageBox;
import org.satchel.model.MessageStore;
import org.satchel.model.Quota;
import org.satchel.model.StoreFailure;
import org.satchel.model.Uid;
import org.satchel.model.check.Finding;
import org.satchel.model.check.StoreCheck;
import org.satchel.model.contract.BoxPicture;
import org.satchel.model.contract.RandomHistory;
import org.satchel.model.contract.SampleMessages;
import org.satchel.model.contract.Stage;
import org.satchel.server.config.EngineKind;
import org.satchel.server.config.ServerConfig;
import org.satchel.server.storage.Source;
import org.satchel.server.storage.Storage;

/// Boxes with random histories move from one engine to the other, and are there as they were.
@Timeout(900)
class MigrationTest {
    private static final int STEPS = 40;
    private static final int ENDS = Boolean.getBoolean("satchel.long") ? 10 : 2;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void what_stands_still_is_moved_as_it_is(EngineKind from) throws Exception {
        var old = place(from);
        var fresh = place(other(from));
        Seen before;
        try (var storage = Places.open(old)) {
            var stage = stage(storage);
            work(stage, 1, STEPS);
            before = Seen.of(stage.box());
            storage.store().registry().put("push/" + Stage.BOX + "/s-1.progress", "7 n".getBytes(UTF_8));
            storage.store().registry().put("nodes/live/gone", "1".getBytes(UTF_8));
            storage.accounts().put(List.of(new Address(Stage.BOX.text())), "secret");
        }
        var result = migrate(old, fresh);
        assertThat(result.differences()).isEmpty();
        assertThat(result.complete()).isTrue();
        try (var storage = Places.open(fresh)) {
            assertThat(Seen.of(storage.store().open(Stage.BOX))).isEqualTo(before);
            assertThat(storage.store().registry().get("push/" + Stage.BOX + "/s-1.progress"))
                    .hasValueSatisfying(value -> assertThat(value).asString().isEqualTo("7 n"));
            assertThat(storage.store().registry().get("nodes/live/gone")).isEmpty();
            assertThat(storage.accounts().check(Stage.BOX.text(), "secret")).isPresent();
            assertThat(storage.notToBeServed()).isEmpty();
            assertThat(findings(storage)).isEmpty();
            var stage = stage(storage);
            work(stage, 2, STEPS);
        }
        try (var storage = Places.open(old)) {
            assertThat(storage.notToBeServed())
                    .hasValueSatisfying(why -> assertThat(why).contains(fresh.place()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_is_written_meanwhile_comes_along(EngineKind from) throws Exception {
        var old = place(from);
        var fresh = place(other(from));
        var second = new BoxId("tel:+15550100002");
        Seen before;
        try (var target = Places.open(fresh)) {
            try (var storage = Places.open(old);
                    var source = Places.source(old, storage)) {
                // A sign of life, as a server gives it.
                storage.store().registry().put("nodes/live/here", "1".getBytes(UTF_8));
                var stage = stage(storage);
                work(stage, 3, STEPS);
                var migration = migration(source, target, old, fresh);
                var over = new AtomicBoolean();
                try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                    var writer = threads.submit(() -> {
                        var history = new RandomHistory(stage, 4);
                        for (int i = 0; !over.get(); i++) {
                            history.step();
                            var beat = "beat " + i;
                            storage.store().registry().put("nodes/live/here", beat.getBytes(UTF_8));
                        }
                        return null;
                    });
                    for (int round = 0; round < 4; round++) {
                        var result = migration.once();
                        assertThat(result.differences()).isEmpty();
                        assertThat(result.complete()).isFalse();
                    }
                    storage.store().create(second);
                    migration.once();
                    assertThat(target.store().find(second)).isPresent();
                    storage.store().erase(second);
                    migration.once();
                    assertThat(target.store().find(second)).isEmpty();
                    storage.store().create(second);
                    migration.once();
                    over.set(true);
                    writer.get(120, TimeUnit.SECONDS);
                }
                storage.store().registry().remove("nodes/live/here");
                before = Seen.of(stage.box());
            }
            try (var source = Places.source(old, null)) {
                var result = migration(source, target, old, fresh).run();
                assertThat(result.differences()).isEmpty();
                assertThat(result.complete()).isTrue();
            }
            assertThat(Seen.of(target.store().open(Stage.BOX))).isEqualTo(before);
            assertThat(target.store().find(second)).isPresent();
        }
    }

    /// A migration that ends in the middle of anything leaves what a killed process leaves: nothing tidies up after it.
    @ParameterizedTest
    @EnumSource
    void a_migration_that_ends_anywhere_goes_on_where_it_was(EngineKind from) throws Exception {
        long seed = 11;
        var random = new Random(seed);
        var old = place(from);
        var fresh = place(other(from));
        Seen before;
        try (var storage = Places.open(old)) {
            work(stage(storage), seed, STEPS);
        }
        for (int i = 0; i < ENDS; i++) {
            try (var source = Places.source(old, null);
                    var target = Places.open(fresh)) {
                var ending = new EndingProgress(1 + random.nextInt(8));
                var migration = migration(source, target, old, fresh, ending);
                assertThatThrownBy(migration::run).as("seed %d", seed).isInstanceOf(Ended.class);
                assertThat(target.notToBeServed()).as("seed %d", seed).isPresent();
            }
            add(old, seed + i);
        }
        try (var storage = Places.open(old)) {
            before = Seen.of(storage.store().open(Stage.BOX));
        }
        assertThat(migrate(old, fresh).complete()).isTrue();
        try (var storage = Places.open(fresh)) {
            assertThat(Seen.of(storage.store().open(Stage.BOX))).isEqualTo(before);
            // Nothing is left of what was begun in vain.
            assertThat(findings(storage)).as("seed %d", seed).isEmpty();
        }
    }

    private static List<Finding> findings(Storage storage) {
        var found = new ArrayList<Finding>();
        var depth = new StoreCheck.Depth(true, true, Instant.now().plusSeconds(60), Duration.ZERO);
        storage.image().check().run(depth, found::add);
        return found;
    }

    private static final class Ended extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /// Ends a migration when so many objects were taken over.
    private static final class EndingProgress extends Progress {
        private final AtomicInteger left;

        EndingProgress(int objects) {
            left = new AtomicInteger(objects);
        }

        @Override
        public void took(long objects, long bytes) {
            if (left.decrementAndGet() <= 0) {
                throw new Ended();
            }
        }
    }

    @Test
    void a_target_with_boxes_of_its_own_is_left_alone() throws Exception {
        var old = place(EngineKind.EMBEDDED);
        var fresh = place(EngineKind.EMBEDDED);
        for (var place : List.of(old, fresh)) {
            try (var storage = Places.open(place)) {
                stage(storage);
            }
        }
        assertThatThrownBy(() -> migrate(old, fresh)).hasMessageContaining("did not come from here");
    }

    @Test
    void there_and_back_again_replaces_what_was_moved_away() throws Exception {
        var old = place(EngineKind.EMBEDDED);
        var there = place(EngineKind.CASSANDRA);
        var again = place(EngineKind.CASSANDRA);
        try (var storage = Places.open(old)) {
            work(stage(storage), 5, STEPS);
        }
        assertThat(migrate(old, there).complete()).isTrue();
        add(there, 6);
        assertThat(migrate(there, old).complete()).isTrue();
        add(old, 7);
        assertThat(migrate(old, again).complete()).isTrue();
        // What Cassandra named there must not be named again here.
        add(again, 8);
        Seen before;
        try (var storage = Places.open(again)) {
            before = Seen.of(storage.store().open(Stage.BOX));
        }
        assertThat(migrate(again, old).complete()).isTrue();
        try (var storage = Places.open(old)) {
            assertThat(Seen.of(storage.store().open(Stage.BOX))).isEqualTo(before);
        }
    }

    private void add(ServerConfig place, long seed) throws IOException {
        try (var storage = Places.open(place)) {
            work(stage(storage), seed, STEPS / 2);
        }
    }

    private Migration.Result migrate(ServerConfig old, ServerConfig fresh) throws Exception {
        try (var source = Places.source(old, null);
                var target = Places.open(fresh)) {
            return migration(source, target, old, fresh).run();
        }
    }

    private static Migration migration(Source source, Storage target, ServerConfig old, ServerConfig fresh)
            throws IOException {
        return migration(source, target, old, fresh, new Progress());
    }

    private static Migration migration(
            Source source, Storage target, ServerConfig old, ServerConfig fresh, Progress progress) throws IOException {
        var names = new Migration.Names(old.place(), fresh.place());
        return new Migration(source, target, names, progress, MigrationLimits.STANDARD);
    }

    private ServerConfig place(EngineKind kind) {
        return switch (kind) {
            case EMBEDDED -> Places.embedded(folder);
            case CASSANDRA -> Places.cassandra(folder);
        };
    }

    private static EngineKind other(EngineKind kind) {
        return kind == EngineKind.EMBEDDED ? EngineKind.CASSANDRA : EngineKind.EMBEDDED;
    }

    private static Stage stage(Storage storage) {
        return new Stage(settings -> new Staged(storage.store()));
    }

    /// A random history, with large messages in between.
    private static void work(Stage stage, long seed, int steps) {
        var history = new RandomHistory(stage, seed);
        for (int i = 0; i < steps; i++) {
            history.step();
            if (i % 20 == 0) {
                var large = SampleMessages.mail("large " + seed + " " + i, "y".repeat(40_000 + i));
                var how = new Deposit(Flags.NONE, null, "large-key-" + seed + "-" + i);
                try {
                    stage.deposit(stage.inbox().id(), large, how);
                } catch (StoreFailure.OverQuota full) {
                    // The history has set a quota: that is part of it.
                    stage.write(tx -> tx.setQuota(Quota.UNLIMITED));
                }
            }
        }
    }

    /// A store whose box may be there already.
    private static final class Staged extends ForwardingStore {
        Staged(MessageStore store) {
            super(store);
        }

        @Override
        public MessageBox create(BoxId box) {
            return find(box).orElseGet(() -> super.create(box));
        }
    }

    /// All that can be seen of a box.
    private record Seen(BoxPicture picture, List<Object> contents, List<Commit> commits) {
        static Seen of(MessageBox box) {
            var view = box.view();
            return new Seen(
                    BoxPicture.of(view),
                    contents(view),
                    Stage.commits(box.changes().since(view.oldest(), Integer.MAX_VALUE)));
        }

        private static List<Object> contents(BoxView view) {
            var contents = new ArrayList<Object>();
            for (var one : view.folders()) {
                view.objects(one.id(), Uid.FIRST, Uid.LAST, object -> {
                    var bytes = Stage.bytes(view.payload(object.placement()));
                    contents.addAll(List.of(object, bytes.length, Arrays.hashCode(bytes)));
                    contents.add(view.locate(object.id()));
                });
            }
            Stream.of("key0", "key1", "key5", "key19", "large-key-1-0")
                    .map(view::deposited)
                    .forEach(contents::add);
            return contents;
        }
    }
}
