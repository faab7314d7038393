// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.satchel.imap.ImapLimits;
import org.satchel.imap.ImapSettings;
import org.satchel.imap.TestClient;

/// TLS from the first byte and by STARTTLS.
@Timeout(60)
class SecurityTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    static Path folder;

    private static SSLContext context;

    @BeforeAll
    static void makeCertificate() throws IOException, InterruptedException, GeneralSecurityException {
        var store = folder.resolve("keys.p12");
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var made = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit",
                        "-storetype",
                        "PKCS12")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(made.waitFor()).isZero();
        var keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        var keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(keys, PASSWORD);
        var trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trustManagers.init(keys);
        context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
    }

    private static ImapStage stage(ImapSettings.Security security) {
        return new ImapStage(ImapLimits.DEFAULT, security, Profile.core());
    }

    private static SSLSocket secured(Socket socket) throws IOException {
        var tls = (SSLSocket) context.getSocketFactory().createSocket(socket, "127.0.0.1", socket.getPort(), true);
        tls.startHandshake();
        return tls;
    }

    @Test
    void implicit_tls_speaks_from_the_first_byte() throws IOException {
        try (var stage = stage(new ImapSettings.Security.Implicit(() -> context))) {
            var address = stage.server.address();
            try (var client = new TestClient(secured(new Socket(address.getAddress(), address.getPort())))) {
                client.login(ImapStage.USER, ImapStage.PASSWORD);
                assertThat(client.expectOk("CAPABILITY").only()).doesNotContain("STARTTLS", "LOGINDISABLED");
            }
        }
    }

    @Test
    void over_tls_too_a_refusal_reaches_who_still_sends() throws IOException {
        try (var stage = stage(new ImapSettings.Security.Implicit(() -> context))) {
            var address = stage.server.address();
            try (var client = new TestClient(secured(new Socket(address.getAddress(), address.getPort())))) {
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
        try (var stage = stage(new ImapSettings.Security.StartTls(() -> context, true));
                var client = stage.connect()) {
            assertThat(client.line()).contains("STARTTLS", "LOGINDISABLED").doesNotContain("AUTH=PLAIN");
            var login = "LOGIN " + ImapStage.USER + " " + ImapStage.PASSWORD;
            assertThat(client.ask(login).last()).startsWith("NO [PRIVACYREQUIRED]");
            assertThat(client.ask("AUTHENTICATE PLAIN").last()).startsWith("NO [PRIVACYREQUIRED]");
            client.expectOk("STARTTLS");
            client.use(secured(client.socket()));
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
        try (var stage = stage(new ImapSettings.Security.StartTls(() -> context, false));
                var client = stage.connect()) {
            client.line();
            client.send("a STARTTLS\r\nb LOGIN " + ImapStage.USER + " " + ImapStage.PASSWORD + "\r\n");
            assertThat(client.line()).startsWith("a OK");
            client.use(secured(client.socket()));
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
