// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The commands that need no server.
@Timeout(300)
class ShortCommandsTest {
    @TempDir
    Path folder;

    @Test
    void the_doctor_is_content_with_a_fresh_folder_and_free_ports() {
        var seen = Outcome.of(
                "doctor",
                "--data",
                folder.resolve("data") + "",
                "--set",
                "imap.listen=127.0.0.1:0",
                "--set",
                "http.listen=127.0.0.1:0",
                "--set",
                "sip.listen=127.0.0.1:0");
        assertThat(seen.exit()).isZero();
        assertThat(seen.out())
                .contains("OK    configuration: complete")
                .containsPattern("(?m)^(OK|WARN) {2,4}disk: a synced write takes \\d")
                .contains("WARN  accounts: none")
                .contains("OK    server: not running on this data folder")
                .contains("OK    imap.listen: 127.0.0.1:0 is free")
                .doesNotContain("FAIL");
        assertThat(folder.resolve("data")).isEmptyDirectory();
    }

    @Test
    void a_folder_without_a_server_is_not_in_good_health() {
        var seen = Outcome.of("health", "--data", folder + "");
        assertThat(seen.exit()).isEqualTo(1);
        assertThat(seen.out()).contains("not ready: no server is running");
    }

    @Test
    void the_doctor_fails_for_a_port_that_is_taken() throws IOException {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var listen = "127.0.0.1:" + other.getLocalPort();
            var seen = Outcome.of(
                    "doctor",
                    "--data",
                    folder + "",
                    "--set",
                    "imap.listen=" + listen,
                    "--set",
                    "http.listen=127.0.0.1:0",
                    "--set",
                    "sip.enabled=no");
            assertThat(seen.exit()).isEqualTo(1);
            assertThat(seen.out())
                    .contains("FAIL  imap.listen: " + listen + " cannot be used")
                    .doesNotContain("sip.listen");
        }
    }

    @Test
    void the_doctor_fails_for_a_setting_that_does_not_fit_and_says_where() throws IOException {
        var file = Files.writeString(folder.resolve("c"), "imap.connections-max = many\n");
        var seen = Outcome.of("doctor", "--config", file + "");
        assertThat(seen.exit()).isEqualTo(1);
        assertThat(seen.out())
                .contains("FAIL  configuration: " + file + ":1: 'imap.connections-max': 'many' is no number");
    }

    @Test
    void the_doctor_fails_for_accounts_that_cannot_be_read() throws IOException {
        Files.writeString(folder.resolve("accounts"), "rubbish tel:+15550100001\n");
        var seen = Outcome.of("doctor", "--data", folder + "", "--set", "imap.listen=127.0.0.1:0");
        assertThat(seen.exit()).isEqualTo(1);
        assertThat(seen.out()).containsPattern("(?m)^FAIL  accounts: .*accounts:1: ");
    }

    @Test
    void the_reference_page_is_the_one_in_docs() throws IOException {
        var printed = Outcome.of("doctor", "--reference");
        assertThat(printed.exit()).isZero();
        assertThat(printed.out()).isEqualTo(Files.readString(Path.of("../docs/configuration.md")));
    }

    @Test
    void users_are_added_and_listed_before_any_server_ran() {
        var data = folder + "";
        assertThat(Outcome.withInput(
                        "secret\nmore\n", "user", "add", "+1-555-010-0001", "--password-stdin", "--data", data))
                .isEqualTo(new Outcome(0, "account tel:+15550100001" + System.lineSeparator(), ""));
        assertThat(Outcome.of(
                                "user",
                                "add",
                                "tel:+15550100042",
                                "sip:ben@example.net",
                                "--password",
                                "x",
                                "--data",
                                data)
                        .exit())
                .isZero();
        assertThat(Outcome.of("user", "list", "--data", data).out().lines())
                .containsExactly("tel:+15550100001", "tel:+15550100042 sip:ben@example.net");
    }

    @Test
    void what_a_user_cannot_be_given_is_refused_in_one_line() {
        var data = folder + "";
        Outcome.of("user", "add", "sip:ann@example.net", "--password", "x", "--data", data);
        var taken =
                Outcome.of("user", "add", "tel:+15550100042", "sip:ann@example.net", "--password", "x", "--data", data);
        assertThat(taken.exit()).isEqualTo(1);
        assertThat(taken.err().lines()).containsExactly("satchel: sip:ann@example.net belongs to sip:ann@example.net");
        var odd = Outcome.of("user", "add", "nobody", "--password", "x", "--data", data);
        assertThat(odd.exit()).isEqualTo(1);
        assertThat(odd.err()).contains("'nobody' is no tel: or sip: address");
        assertThat(Outcome.withInput("", "user", "add", "tel:+15550100042", "--password-stdin", "--data", data)
                        .exit())
                .isEqualTo(1);
        assertThat(Outcome.of("user", "add", "tel:+15550100042", "--data", data).exit())
                .isEqualTo(2);
        assertThat(Outcome.of("user").exit()).isEqualTo(2);
        assertThat(Outcome.of("user", "list", "--data", data).out().lines()).containsExactly("sip:ann@example.net");
    }

    @Test
    void a_backup_without_a_server_is_one_too_and_never_goes_into_a_folder_that_is_there() throws IOException {
        var data = folder.resolve("data");
        Outcome.of("user", "add", "tel:+15550100001", "--password", "x", "--data", data + "");
        var copy = folder.resolve("copy");
        assertThat(Outcome.of("backup", "--data", data + "", "--to", copy + "").exit())
                .isZero();
        assertThat(Files.readString(copy.resolve("accounts"))).isEqualTo(Files.readString(data.resolve("accounts")));
        assertThat(Outcome.of("backup", "--data", copy + "", "--to", folder.resolve("copy2") + "")
                        .exit())
                .isZero();
        var again = Outcome.of("backup", "--data", data + "", "--to", copy + "");
        assertThat(again.exit()).isEqualTo(1);
        assertThat(again.err()).startsWith("satchel: ").contains("exist");
    }

    @Test
    void the_version_is_printed_as_built() {
        var version = Outcome.of("version");
        assertThat(version.exit()).isZero();
        assertThat(version.out()).containsPattern("\\d+\\.\\d+\\.\\d+").doesNotContain("${");
    }
}
