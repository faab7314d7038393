// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.imap.ImapLimits;
import org.satchel.imap.ImapSettings;
import org.satchel.imap.TestClient;
import org.satchel.imap.james.grammar.Profile;

/// TLS from the first byte and by STARTTLS.
@Timeout(300)
class SecurityTest {
    private static final TestTls TLS = TestTls.it();

    private static ImapStage stage(ImapSettings.Security security) {
        return new ImapStage(ImapLimits.DEFAULT, security, Profile.core());
    }

    @Test
    void implicit_tls_speaks_from_the_first_byte() throws IOException {
        try (var stage = stage(new ImapSettings.Security.Implicit(() -> TLS.context))) {
            var address = stage.server.address();
            try (var client = new TestClient(TLS.secured(new Socket(address.getAddress(), address.getPort())))) {
                client.login(ImapStage.USER, ImapStage.PASSWORD);
                assertThat(client.expectOk("CAPABILITY").only()).doesNotContain("STARTTLS", "LOGINDISABLED");
            }
        }
    }

    @Test
    void over_tls_too_a_refusal_reaches_who_still_sends() throws IOException {
        try (var stage = stage(new ImapSettings.Security.Implicit(() -> TLS.context))) {
            var address = stage.server.address();
            try (var client = new TestClient(TLS.secured(new Socket(address.getAddress(), address.getPort())))) {
                client.line();
                int size = 5 * 1024 * 1024;
                client.send("a LOGIN {" + size + "+}\r\n" + "x".repeat(size) + " y\r\n");
                assertThat(client.line()).startsWith("a BAD");
                assertThat(client.line()).isEqualTo("* BYE literal is too large");
                assertThat(client.isAtEnd()).isTrue();
            }
        }
    }

    @Test
    void starttls_secures_the_line_and_only_then_lets_in() throws IOException {
        try (var stage = stage(new ImapSettings.Security.StartTls(() -> TLS.context, true));
                var client = stage.connect()) {
            assertThat(client.line()).contains("STARTTLS", "LOGINDISABLED").doesNotContain("AUTH=PLAIN");
            var login = "LOGIN " + ImapStage.USER + " " + ImapStage.PASSWORD;
            assertThat(client.ask(login).last()).startsWith("NO [PRIVACYREQUIRED]");
            assertThat(client.ask("AUTHENTICATE PLAIN").last()).startsWith("NO [PRIVACYREQUIRED]");
            client.expectOk("STARTTLS");
            client.use(TLS.secured(client.socket()));
            assertThat(client.expectOk("CAPABILITY").only())
                    .contains("AUTH=PLAIN")
                    .doesNotContain("STARTTLS");
            client.expectOk(login);
            assertThat(client.ask("STARTTLS").last()).matches("(NO|BAD).*");
        }
    }

    // RFC 3501 §6.2.1: nobody slips commands in front of the handshake
    @Test
    void what_was_sent_before_the_handshake_is_forgotten() throws IOException {
        try (var stage = stage(new ImapSettings.Security.StartTls(() -> TLS.context, false));
                var client = stage.connect()) {
            client.line();
            client.send("a STARTTLS\r\nb LOGIN " + ImapStage.USER + " " + ImapStage.PASSWORD + "\r\n");
            assertThat(client.line()).startsWith("a OK");
            client.use(TLS.secured(client.socket()));
            assertThat(client.ask("SELECT INBOX").last()).startsWith("NO");
        }
    }

    @Test
    void starttls_is_unknown_where_it_is_not_offered() throws IOException {
        try (var stage = new ImapStage();
                var client = stage.connect()) {
            client.line();
            assertThat(client.ask("STARTTLS").last()).startsWith("BAD");
        }
    }
}
