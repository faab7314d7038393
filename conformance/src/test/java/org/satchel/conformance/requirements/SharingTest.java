// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.requirements;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.satchel.conformance.wire.ImapWire;
import org.satchel.conformance.wire.NmsWire;
import org.satchel.conformance.wire.ServerProcess;
import org.satchel.model.ObjectId;
import org.satchel.model.Right;
import org.satchel.model.state.BoxState;
import org.satchel.nms.NmsServer;
import org.satchel.server.Node;
import org.satchel.server.config.ServerConfig;
import org.satchel.server.config.Settings;
import org.satchel.server.sharing.Notices;
import org.satchel.server.sharing.Overrides;

/// Rights over NMS: what owners let others do, and when it ends.
@Timeout(600)
final class SharingTest {
    private static final String ANN = "tel:+15550100001";
    private static final String BEN = "tel:+15550100002";
    private static final String CARA = "tel:+15550100003";
    private static final String SEARCH = "{\"selectionCriteria\":{\"maxEntries\":100}}";
    private static final Pattern NOTICE = Pattern.compile("\"Access to a folder: (\\w+)\"");
    private static final int ALLOWED = 200;
    private static final int FORBIDDEN = 403;

    private final SharedBoxes boxes = new SharedBoxes();

    @AfterEach
    void close() {
        boxes.close();
    }

    @Test
    void l_10_rights_end_at_their_instant_on_servers_whose_clocks_differ() {
        var right = boxes.serve(Duration.ZERO);
        var fast = boxes.serve(Duration.ofSeconds(5));
        boxes.box(BEN);
        var object = "objects/o" + boxes.deposit(ANN, "Shared", "one").number();
        boxes.grant(ANN, "Shared", BEN, "lr", boxes.now.get().plusSeconds(8));

        var urls = List.of(
                object, object + "/payload", object + "/content", object + "/flags", object + "/path", "folders");
        expect(right, urls, ALLOWED);
        expect(fast, urls, ALLOWED);
        boxes.pass(Duration.ofSeconds(3).minusMillis(1));
        expect(fast, urls, ALLOWED);
        boxes.pass(Duration.ofMillis(1));
        expect(fast, urls, FORBIDDEN);
        expect(right, urls, ALLOWED);
        boxes.pass(Duration.ofSeconds(5).minusMillis(1));
        expect(right, urls, ALLOWED);
        boxes.pass(Duration.ofMillis(1));
        expect(right, urls, FORBIDDEN);
        expect(fast, urls, FORBIDDEN);
        assertThat(boxes.post(BEN, url(right, "objects/operations/search"), SEARCH)
                        .status())
                .isEqualTo(FORBIDDEN);
        assertThat(boxes.get(ANN, url(right, object)).status()).isEqualTo(ALLOWED);
    }

    private void expect(NmsServer server, List<String> paths, int status) {
        for (var path : paths) {
            assertThat(boxes.get(BEN, url(server, path)).status()).as(path).isEqualTo(status);
        }
    }

    @Test
    void l_13_a_guest_finds_the_shared_folder_reads_it_and_learns_nothing_else() {
        var server = boxes.serve(Duration.ZERO);
        boxes.box(BEN);
        boxes.box(CARA);
        var shared = boxes.deposit(ANN, "Default/trips/rome", "photo");
        boxes.grant(ANN, "Default/trips/rome", BEN, "lr", null);
        var hidden = boxes.deposit(ANN, "Default/trips", "secretword");
        var last = boxes.deposit(ANN, "INBOX", "secretword");

        var root = boxes.get(BEN, url(server, "folders"));
        var rome = boxes.folder(ANN, "Default/trips/rome").id().number();
        assertThat(root.status()).isEqualTo(ALLOWED);
        assertThat(root.body()).contains("/folders/f" + rome + "\"", "/Default/trips/rome");
        assertThat(root.body().split("/folders/f", -1)).as("only this one").hasSize(2);
        assertThat(root.body()).doesNotContain("INBOX", "RCSMessageStore");
        var folder = boxes.get(BEN, url(server, "folders/f" + rome));
        assertThat(folder.body()).contains("/objects/o" + shared.number() + "\"", "/folders/root");
        assertThat(boxes.get(BEN, url(server, "objects/o" + shared.number())).body())
                .contains("photo");
        assertThat(boxes.get(BEN, url(server, "objects/o" + shared.number() + "/payloadParts/part1"))
                        .body())
                .isEqualTo("photo");
        var found = boxes.post(BEN, url(server, "objects/operations/search"), SEARCH);
        assertThat(found.body()).contains("photo").doesNotContain("secretword", "cursor");
        assertThat(boxes.get(BEN, url(server, "folders?attrFilter=Quota")).body())
                .doesNotContain("OccupiedStorage", "OccupiedMessages");

        // What is hidden is answered as what is not there.
        var nowhere = boxes.get(BEN, url(server, "objects/o999999"));
        assertThat(nowhere.status()).isEqualTo(FORBIDDEN);
        for (var object : List.of(hidden, last)) {
            var refused = boxes.get(BEN, url(server, "objects/o" + object.number()));
            assertThat(refused.status()).isEqualTo(FORBIDDEN);
            assertThat(refused.body().replace("o" + object.number(), "o999999")).isEqualTo(nowhere.body());
        }
        var trips = boxes.folder(ANN, "Default/trips").id().number();
        assertThat(boxes.get(BEN, url(server, "folders/f" + trips)).body().replace("f" + trips, "f999999"))
                .isEqualTo(boxes.get(BEN, url(server, "folders/f999999")).body());
        var numbers = boxes.get(BEN, url(server, "folders")).body() + found.body();
        var head = boxes.box(ANN).view().modSeq().number();
        assertThat(numbers).as("how much happens elsewhere").doesNotContain("\"lastModSeq\":" + head);
        assertThat(boxes.get(BEN, url(server, "subscriptions")).status()).isEqualTo(FORBIDDEN);

        // Who has nothing there does not learn whether there is such a box.
        var stranger = boxes.get(CARA, url(server, "folders"));
        var nobody = boxes.get(CARA, SharedBoxes.url(server, "tel:+15550199999", "folders"));
        assertThat(stranger.status()).isEqualTo(FORBIDDEN);
        assertThat(stranger.body().replace(ANN, "X")).isEqualTo(nobody.body().replace("tel:+15550199999", "X"));
    }

    @Test
    void l_14_two_hundred_random_requests_are_answered_as_an_oracle_of_grants_says() {
        var random = new Random(20261122);
        var server = boxes.serve(Duration.ZERO);
        var people = List.of(ANN, BEN, CARA, "tel:+15550100004", "tel:+15550100005");
        people.forEach(boxes::box);
        var folders = List.of("INBOX", "Default", "Default/a", "RCSMessageStore/a/b", "mine", "RCSMessageStore/x");
        var now = boxes.now.get();
        var oracle = new TreeMap<String, Set<Right>>();
        for (var folder : folders) {
            for (var who : List.of(BEN, CARA, "tel:+15550100004", BoxState.ANYONE)) {
                var letters = letters(random, who.equals(BoxState.ANYONE) ? 0.1 : 0.55);
                var end = end(random, now);
                if (!letters.isEmpty()) {
                    boxes.grant(ANN, folder, who, letters, end);
                    boolean live = end == null || end.isAfter(now.plusSeconds(60));
                    oracle.put(folder + " " + who, live ? Right.parse(letters) : Set.of());
                }
            }
        }
        boxes.pass(Duration.ofSeconds(60));

        var wrong = new ArrayList<String>();
        int allowed = 0;
        for (int i = 0; i < 200; i++) {
            var who = people.get(random.nextInt(people.size()));
            var folder = folders.get(random.nextInt(folders.size()));
            var verb = Verb.values()[random.nextInt(Verb.values().length)];
            var rights = rights(oracle, who, folder);
            boolean may = rights.containsAll(Right.parse(verb.needed));
            var object = boxes.deposit(ANN, folder, "n" + i);
            int status = ask(server, who, folder, object, verb, i);
            allowed += may ? 1 : 0;
            if (may ? status / 100 != 2 : status != FORBIDDEN) {
                wrong.add(who + " " + verb + " " + folder + " with " + Right.letters(rights) + ": " + status);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(allowed).isBetween(40, 160);
    }

    private static String letters(Random random, double likely) {
        var letters = new StringBuilder();
        for (var right : Right.values()) {
            if (right != Right.ADMINISTER && random.nextDouble() < likely) {
                letters.append(right.letter());
            }
        }
        return letters.toString();
    }

    private static @Nullable Instant end(Random random, Instant now) {
        return switch (random.nextInt(4)) {
            case 0 -> now.plusSeconds(60); // over when it is asked
            case 1 -> now.plusSeconds(61);
            default -> null;
        };
    }

    private static Set<Right> rights(Map<String, Set<Right>> oracle, String who, String folder) {
        if (who.equals(ANN)) {
            return Right.ALL;
        }
        var rights = new HashSet<>(oracle.getOrDefault(folder + " " + who, Set.of()));
        rights.addAll(oracle.getOrDefault(folder + " " + BoxState.ANYONE, Set.of()));
        return rights;
    }

    private enum Verb {
        READ("lr"),
        PAYLOAD("lr"),
        SEARCH("lr"),
        SEEN("lrs"),
        FLAG("lrw"),
        DELETE("lre"),
        POST("li"),
        LIST("l"),
        CREATE("lk");

        private final String needed;

        Verb(String needed) {
            this.needed = needed;
        }
    }

    private int ask(NmsServer server, String who, String folder, ObjectId object, Verb verb, int number) {
        var id = "o" + object.number();
        var place = "f" + boxes.folder(ANN, folder).id().number();
        return switch (verb) {
            case READ -> boxes.get(who, url(server, "objects/" + id)).status();
            case PAYLOAD ->
                boxes.get(who, url(server, "objects/" + id + "/payload")).status();
            case SEARCH -> {
                var criteria = "{\"selectionCriteria\":{\"maxEntries\":500,\"searchCriteria\":{\"criterion\":"
                        + "[{\"type\":\"Attribute\",\"name\":\"Subject\",\"value\":\"n" + number + "\"}]}}}";
                var answer = boxes.post(who, url(server, "objects/operations/search"), criteria);
                // An answer without the object is a refusal of it.
                yield answer.body().contains("/objects/" + id + "\"") ? answer.status() : FORBIDDEN;
            }
            case SEEN ->
                boxes.put(who, url(server, "objects/" + id + "/flags/%5CSeen")).status();
            case FLAG ->
                boxes.put(who, url(server, "objects/" + id + "/flags/work")).status();
            case DELETE -> boxes.delete(who, url(server, "objects/" + id)).status();
            case POST ->
                boxes.upload(who, url(server, "objects"), folder, "up" + number).status();
            case LIST -> boxes.get(who, url(server, "folders/" + place)).status();
            case CREATE ->
                boxes.post(
                                who,
                                url(server, "folders"),
                                "{\"folder\":{\"parentFolderPath\":\"/" + folder + "\",\"name\":\"new" + number
                                        + "\"}}")
                        .status();
        };
    }

    @Test
    void l_11_what_the_owner_grants_over_imap_is_what_the_operator_sees_and_the_other_way_round(@TempDir Path folder)
            throws IOException {
        var data = folder.resolve("data");
        ServerProcess.accounts(data, List.of(ANN, BEN));
        var settings = new Settings().option("data", data.toString()).option("box.sharing", "true");
        var config = ServerConfig.of(settings);
        try (var server = ServerProcess.start(data, folder.resolve("log"), "box.sharing=true");
                var imap = ImapWire.login(server.face("imap"), ANN);
                var ben = new NmsWire(server.face("http"), BEN);
                var ann = new NmsWire(server.face("http"), ANN)) {
            ben.get(ben.url("folders")).expect(ALLOWED);
            imap.expectOk("CREATE RCSMessageStore/trip");
            imap.expectOk("SETACL RCSMessageStore/trip " + BEN + " lrs");
            assertThat(operator(config, "list", ANN)).containsExactly("RCSMessageStore/trip\t" + BEN + "\tlrs\t-");
            assertThat(ben.get(ann.url("folders")).expect(ALLOWED).toString()).contains("RCSMessageStore/trip");

            var line = operator(config, "set", ANN, "RCSMessageStore/trip", BEN, "lr", "PT1H");
            assertThat(line).hasSize(1).first().asString().startsWith("RCSMessageStore/trip\t" + BEN + "\tlr\t20");
            assertThat(operator(config, "list", ANN)).isEqualTo(line);
            assertThat(imap.expectOk("GETACL RCSMessageStore/trip").texts())
                    .anyMatch(text -> text.endsWith("\"" + BEN + "\" lr"));

            assertThat(operator(config, "revoke", ANN, "RCSMessageStore/trip", BEN))
                    .isEmpty();
            assertThat(imap.expectOk("GETACL RCSMessageStore/trip").texts()).noneMatch(text -> text.contains(BEN));
            assertThat(ben.get(ann.url("folders")).status()).isEqualTo(FORBIDDEN);
        }
    }

    private static List<String> operator(ServerConfig config, String... words) throws IOException {
        return Overrides.lines(Node.grants(config, Overrides.request(List.of(words))));
    }

    @Test
    void l_15_owner_and_grantee_get_one_notice_of_each_change_and_of_the_end() {
        var server = boxes.serve(Duration.ZERO);
        boxes.box(BEN);
        var folder = boxes.folder(ANN, "Shared");
        assertThat(folder.count()).isZero();
        var notices = notices();
        notices.begin();
        boxes.grant(ANN, "Shared", BEN, "lr", null);
        notices.round();
        boxes.grant(ANN, "Shared", BEN, "lrs", null);
        notices.round();
        boxes.grant(ANN, "Shared", BEN, "", null);
        notices.round();
        boxes.grant(ANN, "Shared", BEN, "l", boxes.now.get().plusSeconds(3));
        notices.round();
        notices.close();
        boxes.pass(Duration.ofSeconds(3));
        boxes.pass(Duration.ofDays(3)); // nobody was there when it ended
        for (int i = 0; i < 3; i++) {
            notices().round();
        }
        for (var user : List.of(ANN, BEN)) {
            var answer = boxes.post(user, SharedBoxes.url(server, user, "objects/operations/search"), SEARCH);
            assertThat(NOTICE.matcher(answer.body()).results().map(found -> found.group(1)))
                    .as(user)
                    .containsExactly("granted", "altered", "revoked", "granted", "expired");
        }
    }

    private Notices notices() {
        return new Notices(boxes.store, boxes.shares, boxes.now::get);
    }

    private static String url(NmsServer server, String path) {
        return SharedBoxes.url(server, ANN, path);
    }
}
