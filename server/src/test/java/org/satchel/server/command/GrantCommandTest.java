// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.satchel.model.BoxId;
import org.satchel.server.config.ServerConfig;
import org.satchel.server.config.Settings;
import org.satchel.server.sharing.Overrides;
import org.satchel.server.storage.Storage;
import org.slf4j.LoggerFactory;

/// The operator's rights, while no server runs.
@Timeout(600)
class GrantCommandTest {
    private static final String ANN = "tel:+15550100001";
    private static final String BEN = "tel:+15550100002";

    @TempDir
    Path folder;

    @BeforeEach
    void make() throws IOException {
        for (var user : List.of(ANN, BEN)) {
            assertThat(Outcome.of("user", "add", user, "--password", "secret", "--data", folder + "")
                            .exit())
                    .isZero();
        }
        var config = ServerConfig.of(new Settings().option("data", folder.toString()));
        try (var storage = Storage.open(config, InstantSource.system())) {
            storage.store().create(new BoxId(ANN));
        }
    }

    @Test
    void rights_are_given_listed_and_taken_away() {
        assertThat(grant("list", ANN).out()).isEmpty();
        var given = grant("set", ANN, "Default", BEN, "rl", "--until", "2126-06-30T00:00:00Z");
        assertThat(given.exit()).isZero();
        assertThat(given.out().strip()).isEqualTo("Default\t" + BEN + "\tlr\t2126-06-30T00:00:00Z");
        assertThat(grant("set", ANN, "INBOX", "anyone", "l").exit()).isZero();
        assertThat(grant("list", ANN).out().lines())
                .containsExactly("Default\t" + BEN + "\tlr\t2126-06-30T00:00:00Z", "INBOX\tanyone\tl\t-");
        assertThat(grant("revoke", ANN, "Default", BEN).exit()).isZero();
        assertThat(grant("list", ANN).out().strip()).isEqualTo("INBOX\tanyone\tl\t-");
    }

    @Test
    void rights_of_an_account_that_is_there_no_more_can_be_taken_away() throws IOException {
        grant("set", ANN, "Default", BEN, "lr");
        var file = folder.resolve("accounts");
        var left = Files.readAllLines(file).stream()
                .filter(line -> !line.contains(BEN))
                .toList();
        Files.write(file, left);
        assertThat(grant("list", ANN).out()).contains(BEN);
        assertThat(grant("revoke", ANN, "INBOX", BEN).err()).contains(BEN);
        assertThat(grant("revoke", ANN, "Default", BEN).exit()).isZero();
        assertThat(grant("list", ANN).out()).isEmpty();
    }

    @Test
    void each_change_is_logged_with_numbers_and_without_the_name_of_the_folder() {
        var lines = new ListAppender<ILoggingEvent>();
        var log = (Logger) LoggerFactory.getLogger(Overrides.class);
        lines.start();
        log.addAppender(lines);
        log.setLevel(Level.INFO);
        try {
            grant("set", ANN, "RCSMessageStore", BEN, "lr");
            grant("list", ANN);
            grant("revoke", ANN, "RCSMessageStore", BEN);
        } finally {
            log.detachAppender(lines);
        }
        assertThat(lines.list.stream().map(ILoggingEvent::getFormattedMessage))
                .containsExactly(
                        "override by the operator: in folder 3 of " + ANN + ", " + BEN
                                + " has the rights 'lr', end none",
                        "override by the operator: in folder 3 of " + ANN + ", " + BEN
                                + " has the rights '', end none");
    }

    @Test
    void what_cannot_be_done_is_said_and_nothing_is_changed() {
        assertThat(grant("set", ANN, "Default", "tel:+15550109999", "lr").err()).contains("tel:+15550109999");
        assertThat(grant("set", ANN, "nowhere", BEN, "lr").err()).contains("nowhere");
        assertThat(grant("set", ANN, "Default", BEN, "lrz").err()).contains("'z'");
        assertThat(grant("set", ANN, "Default", BEN, "").err()).contains("revoke");
        assertThat(grant("set", ANN, "Default", ANN, "lr").err()).contains("owner");
        assertThat(grant("set", ANN, "Default", BEN, "lr", "--until", "soon").err())
                .contains("'soon'");
        assertThat(grant("set", ANN, "Default", BEN, "lr", "--until", "2020-01-01T00:00:00Z")
                        .err())
                .contains("is over");
        assertThat(grant("set", BEN, "Default", ANN, "lr").err()).contains("never there");
        assertThat(grant("list", ANN).out()).isEmpty();
        var off = Outcome.of("grant", "set", ANN, "Default", BEN, "lr", "--data", folder + "");
        assertThat(off.exit()).isEqualTo(1);
        assertThat(off.err()).contains("switched off");
    }

    private Outcome grant(String... words) {
        var arguments = new ArrayList<>(List.of("grant"));
        arguments.addAll(Arrays.asList(words));
        arguments.addAll(List.of("--data", folder.toString(), "--set", "box.sharing=true"));
        return Outcome.of(arguments.toArray(String[]::new));
    }
}
