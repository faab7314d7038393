// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `sync`, as far as no server takes part; the rest is in `conformance`.
@Timeout(300)
final class SyncCommandTest {
    private static final String BOX = "tel:+15550100001";

    @TempDir
    private Path folder;

    @BeforeEach
    void password() throws IOException {
        Files.writeString(folder.resolve("secret"), "between-us\n");
    }

    @Test
    void credentials_are_not_sent_in_clear_to_another_machine() {
        var seen = sync("http://192.0.2.1:8080", "secret");
        assertThat(seen.exit()).isEqualTo(1);
        assertThat(seen.err()).contains("--url is not https, and 192.0.2.1 is another machine");
        assertThat(folder.resolve("mirror")).doesNotExist();
    }

    @Test
    void a_url_of_another_kind_is_refused() {
        assertThat(sync("ftp://127.0.0.1", "secret").err()).contains("--url is not like https://HOST:PORT");
    }

    @Test
    void an_empty_password_file_is_named() throws IOException {
        Files.writeString(folder.resolve("empty"), "\n");
        assertThat(sync("http://127.0.0.1:1", "empty").err()).contains("empty is empty");
    }

    @Test
    void one_way_to_log_in_is_needed() {
        var seen = Outcome.of("sync", "--url", "https://127.0.0.1", "--box", BOX, "--into", folder.resolve("m") + "");
        assertThat(seen.exit()).isEqualTo(2);
    }

    private Outcome sync(String url, String password) {
        return Outcome.of(
                "sync",
                "--once",
                "--url",
                url,
                "--box",
                BOX,
                "--user",
                BOX,
                "--password-file",
                folder.resolve(password) + "",
                "--into",
                folder.resolve("mirror") + "");
    }
}
