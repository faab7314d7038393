// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// TLS as a client meets it that trusts one certificate: the one whose fingerprint the server logged.
@Timeout(600)
class TlsTest {
    private static final String ANN = "tel:+15550100001";
    private static final int TIMEOUT_MILLIS = 120_000;
    private static final Pattern FINGERPRINT =
            Pattern.compile("TLS certificate SHA-256 ((?:[0-9A-F]{2}:){31}[0-9A-F]{2})\\b");

    @TempDir
    static Path folder;

    private static Path data;

    @BeforeAll
    static void account() {
        data = folder.resolve("data");
        assertThat(Outcome.of("user", "add", ANN, "--password", "secret", "--data", data + "")
                        .exit())
                .isZero();
    }

    @Test
    void the_certificate_it_makes_serves_all_faces_and_outlives_a_restart() throws Exception {
        String fingerprint;
        try (var server = Program.serve(folder, data, "imap.tls=on", "http.tls=on")) {
            var faces = server.ready();
            fingerprint = fingerprint(server);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("tls.secret"))))
                    .isEqualTo("rw-------");
            var trust = trustOnly(fingerprint);
            try (var imap = Talk.secured(connect(faces.at("imap")), trust)) {
                assertThat(imap.line()).startsWith("* OK");
                assertThat(imap.say("a LOGIN " + ANN + " secret")).startsWith("a OK");
                assertThat(imap.say("b SELECT INBOX")).startsWith("b OK");
            }
            assertThat(get(faces.at("http"), trust)).isEqualTo(404);
        }
        try (var server = Program.serve(folder, data, "imap.tls=starttls")) {
            var faces = server.ready();
            assertThat(fingerprint(server)).isEqualTo(fingerprint);
            loginOnlyAfterStartTls(faces.at("imap"), trustOnly(fingerprint));
        }
    }

    // RFC 3501 §6.2.1, §6.2.3
    private static void loginOnlyAfterStartTls(InetSocketAddress address, SSLContext trust) throws IOException {
        try (var socket = connect(address)) {
            try (var clear = Talk.over(socket)) {
                assertThat(clear.line()).startsWith("* OK");
                assertThat(clear.say("a CAPABILITY")).startsWith("a OK");
                assertThat(clear.heard())
                        .contains("STARTTLS")
                        .contains("LOGINDISABLED")
                        .doesNotContain("AUTH=PLAIN");
                assertThat(clear.say("b LOGIN " + ANN + " secret")).startsWith("b NO");
                assertThat(clear.say("c SELECT INBOX")).doesNotStartWith("c OK");
                assertThat(clear.say("d STARTTLS")).startsWith("d OK");
                var secured = Talk.secured(socket, trust);
                assertThat(secured.say("e CAPABILITY")).startsWith("e OK");
                assertThat(secured.heard()).doesNotContain("STARTTLS").doesNotContain("LOGINDISABLED");
                assertThat(secured.say("f LOGIN " + ANN + " secret")).startsWith("f OK");
                assertThat(secured.say("g SELECT INBOX")).startsWith("g OK");
                secured.close();
            }
        }
    }

    private static String fingerprint(Program server) throws IOException {
        var logged = FINGERPRINT.matcher(server.errors());
        assertThat(logged.find()).as(server.errors()).isTrue();
        return logged.group(1);
    }

    private static Socket connect(InetSocketAddress address) throws IOException {
        var socket = new Socket();
        socket.connect(address, TIMEOUT_MILLIS);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        return socket;
    }

    private static int get(InetSocketAddress address, SSLContext trust) throws IOException {
        var uri =
                URI.create("https://127.0.0.1:" + address.getPort() + "/nms/v1/base/tel%3A%2B15550100001/objects/none");
        var connection = (HttpsURLConnection) uri.toURL().openConnection();
        connection.setSSLSocketFactory(trust.getSocketFactory());
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        var login = Base64.getEncoder().encodeToString((ANN + ":secret").getBytes(StandardCharsets.UTF_8));
        connection.setRequestProperty("Authorization", "Basic " + login);
        return connection.getResponseCode();
    }

    private static SSLContext trustOnly(String fingerprint) throws GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new OneCertificate(fingerprint)}, null);
        return context;
    }

    private record OneCertificate(String fingerprint) implements X509TrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) throws CertificateException {
            try {
                var digest = MessageDigest.getInstance("SHA-256").digest(chain[0].getEncoded());
                var shown = HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
                if (!shown.equals(fingerprint)) {
                    throw new CertificateException("the certificate is " + shown + ", not " + fingerprint);
                }
            } catch (GeneralSecurityException e) {
                throw e instanceof CertificateException known ? known : new CertificateException(e);
            }
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) throws CertificateException {
            throw new CertificateException("clients have none");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /// Lines over a connection, and what was heard since the last one that was said.
    private static final class Talk implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader in;
        private final StringBuilder heard = new StringBuilder();

        private Talk(Socket socket) throws IOException {
            this.socket = socket;
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        static Talk over(Socket socket) throws IOException {
            return new Talk(socket);
        }

        static Talk secured(Socket socket, SSLContext trust) throws IOException {
            return new Talk(trust.getSocketFactory().createSocket(socket, "127.0.0.1", socket.getPort(), true));
        }

        /// @return the tagged answer
        String say(String command) throws IOException {
            heard.setLength(0);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
            var tag = command.substring(0, command.indexOf(' ') + 1);
            var line = line();
            while (!line.startsWith(tag)) {
                heard.append(line).append('\n');
                line = line();
            }
            return line;
        }

        String heard() {
            return heard.toString();
        }

        String line() throws IOException {
            var line = in.readLine();
            if (line == null) {
                throw new IOException("the connection ended after: " + heard);
            }
            return line;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
