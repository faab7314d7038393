// SPDX-License-Identifier: Apache-2.0
package org.satchel.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.satchel.server.config.HostPort;
import org.satchel.server.config.Tls;

/// How the lines of a listener are protected: as an operator configures it, and by the certificate that there is now.
@Timeout(600)
class ListenersTest {
    private static final String ANN = "tel:+15550100001";
    private static final HexFormat HEX = HexFormat.ofDelimiter(":").withUpperCase();

    @TempDir
    static Path folder;

    private static final TestNodes NODES = new TestNodes();
    private static TestCertificates certificates;
    private static InetSocketAddress imap;

    @BeforeAll
    static void start() throws Exception {
        certificates = new TestCertificates(folder);
        imap = node("data");
    }

    @AfterAll
    static void stop() {
        NODES.close();
    }

    private static InetSocketAddress node(String name, String... more) throws IOException {
        return NODES.start(folder.resolve(name), more);
    }

    // the matrix of what an operator can set; what is not set is decided by where it listens
    @Test
    void x_06_a_line_is_protected_as_its_listener_says() throws Exception {
        var login = "a LOGIN " + ANN + " \"ann's secret\"\r\n";
        var secured = node("secured", "imap.tls=starttls");
        assertThat(clear(secured, login)).startsWith("a NO [PRIVACYREQUIRED]");
        var lenient = node("lenient", "imap.tls=starttls", "imap.clear-login=true");
        assertThat(clear(lenient, login)).startsWith("a OK");
        var open = node("open", "imap.tls=off");
        assertThat(clear(open, login)).startsWith("a OK");
        assertThat(Tls.AUTO.at(new HostPort("127.0.0.1", 143))).isEqualTo(Tls.OFF);
        assertThat(Tls.AUTO.at(new HostPort("0.0.0.0", 143))).isEqualTo(Tls.ON);
        assertThat(Tls.AUTO.at(new HostPort("192.0.2.7", 143))).isEqualTo(Tls.ON);
    }

    @Test
    void x_01_clear_text_and_old_tls_get_nothing() throws Exception {
        assertThatThrownBy(() -> new LoginTalk(imap, certificates.client(null), "TLSv1.1").close())
                .isInstanceOf(IOException.class);
        try (var socket = new Socket(imap.getAddress(), imap.getPort())) {
            socket.setSoTimeout(120_000);
            socket.getOutputStream().write("a LOGIN x y\r\n".getBytes(StandardCharsets.US_ASCII));
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            // at most an alert of TLS, never a word of IMAP
            assertThat(answer).doesNotContain("IMAP", "OK", "NO");
        }
    }

    /// What is answered in the clear to one line after the greeting.
    private static String clear(InetSocketAddress server, String line) throws IOException {
        try (var socket = new Socket(server.getAddress(), server.getPort());
                var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            in.readLine();
            socket.getOutputStream().write(line.getBytes(StandardCharsets.UTF_8));
            return in.readLine();
        }
    }

    @Test
    void a_new_certificate_counts_at_the_next_handshake_and_old_connections_stay() throws Exception {
        var one = folder.resolve("one");
        var server = node("one");
        node("two");
        try (var old = new LoginTalk(server, certificates.client(null), "TLSv1.3")) {
            var before = fingerprint(old);
            for (var file : List.of("tls.secret", "tls.p12")) {
                var fresh = Files.copy(folder.resolve("two").resolve(file), one.resolve(file + ".fresh"));
                Files.move(fresh, one.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
            var until = Instant.now().plusSeconds(60);
            var after = before;
            while (after.equals(before) && Instant.now().isBefore(until)) {
                try (var fresh = new LoginTalk(server, certificates.client(null), "TLSv1.3")) {
                    after = fingerprint(fresh);
                }
            }
            assertThat(after).isNotEqualTo(before);
            assertThat(old.say("LOGIN " + ANN + " \"ann's secret\"")).startsWith("OK");
        }
        assertThatThrownBy(() -> new LoginTalk(server, certificates.client(null), "TLSv1.1").close())
                .isInstanceOf(Exception.class);
    }

    private static String fingerprint(LoginTalk talk) throws IOException, GeneralSecurityException {
        var certificate = talk.socket.getSession().getPeerCertificates()[0];
        return HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    }
}
