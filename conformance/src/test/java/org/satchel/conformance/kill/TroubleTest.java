// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.kill;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.satchel.conformance.load.Books;
import org.satchel.conformance.load.Sample;
import org.satchel.conformance.wire.ImapWire;
import org.satchel.conformance.wire.NmsWire;
import org.satchel.conformance.wire.ServerProcess;
import org.satchel.conformance.wire.SipWire;

/// What strangers send: refused in the protocol's own words, and nobody else notices.
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TroubleTest {
    private static final int OBJECT_BYTES_MAX = 512 * 1024;
    private static final int GARBAGE_CONNECTIONS = 12;
    private static final int GARBAGE_BYTES = 200_000;
    private static final int ANSWER_MILLIS_MAX = 300;

    private ServerProcess server;
    private int samples;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        ServerProcess.account(folder, Books.ANN);
        ServerProcess.account(folder, Books.BEN);
        server = ServerProcess.start(
                folder,
                folder.resolveSibling(folder.getFileName() + ".log"),
                "box.object-bytes-max=" + OBJECT_BYTES_MAX);
    }

    @AfterAll
    void stop() {
        assertThat(server.stop()).isZero();
    }

    @Test
    void an_oversized_append_is_refused_before_it_is_sent() throws IOException {
        try (var imap = ImapWire.login(server.face("imap"), Books.ANN)) {
            imap.write("x APPEND INBOX {%d}\r\n".formatted(OBJECT_BYTES_MAX + 1).getBytes(US_ASCII));
            assertThat(imap.line().text()).startsWith("x NO [TOOBIG]"); // and no "+" came
            assertThat(imap.expectOk("STATUS INBOX (MESSAGES)").texts()).contains("* STATUS INBOX (MESSAGES 0)");
        }
        works();
    }

    @Test
    void an_oversized_append_that_does_not_wait_is_read_over_and_refused() throws IOException {
        try (var imap = ImapWire.login(server.face("imap"), Books.ANN)) {
            var answer = imap.append("INBOX", "", new byte[OBJECT_BYTES_MAX + 1]);
            assertThat(answer.status()).startsWith("NO [TOOBIG]");
            assertThat(imap.expectOk("NOOP").isOk()).isTrue();
        }
        works();
    }

    @Test
    void a_huge_append_that_does_not_wait_is_refused_and_ends_its_connection_alone() throws IOException {
        try (var imap = ImapWire.login(server.face("imap"), Books.ANN)) {
            var answer = imap.append("INBOX", "", new byte[32 * OBJECT_BYTES_MAX]);
            assertThat(answer.status()).startsWith("NO [TOOBIG]");
            assertThat(imap.line().text()).startsWith("* BYE ");
            assertThatThrownBy(imap::line).isInstanceOf(EOFException.class);
        }
        works();
    }

    @Test
    void an_oversized_upload_is_refused_with_413() throws IOException {
        try (var nms = new NmsWire(server.face("http"), Books.ANN)) {
            int status;
            try {
                status = nms.upload("Default", List.of(), new byte[3 * OBJECT_BYTES_MAX])
                        .status();
            } catch (IOException closedWhileSending) {
                status = 413; // the answer came before the request was sent, and the client did not wait for it
                assertThat(closedWhileSending).hasMessageMatching("(?i).*(reset|broken pipe|closed|EOF|output).*");
            }
            assertThat(status).isEqualTo(413);
        }
        works();
    }

    @Test
    void an_oversized_sip_message_is_refused() throws IOException {
        try (var sip = new SipWire(server.face("sip"), Books.BEN)) {
            int status;
            try {
                status = sip.message(Books.ANN, SipWire.cpim("large", "x".repeat(4 * OBJECT_BYTES_MAX)));
            } catch (IOException closed) {
                status = 413;
            }
            assertThat(status).isEqualTo(413);
        }
        works();
    }

    @ParameterizedTest
    @ValueSource(strings = {"imap", "http", "sip"})
    void garbage_on_a_port_disturbs_nobody(String face) throws IOException {
        long seed = Long.getLong("satchel.seed", System.nanoTime());
        var random = new Random(seed);
        var beginnings = List.of(
                "",
                "\r\n\r\n",
                "a1 LOGIN {99999999999}\r\n",
                "a1 " + "(".repeat(10_000),
                "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "POST /nms/v1/base/x/objects HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "MESSAGE tel:+1 SIP/2.0\r\nContent-Length: -1\r\n\r\n",
                "MESSAGE sip:x SIP/2.0\r\nVia: \r\nContent-Length: 5\r\n\r\nhello",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003");
        for (int i = 0; i < GARBAGE_CONNECTIONS; i++) {
            var noise = new byte[GARBAGE_BYTES];
            random.nextBytes(noise);
            shout(server.face(face), beginnings.get(i % beginnings.size()).getBytes(ISO_8859_1), noise);
        }
        assertThat(server.isAlive()).as("seed %d", seed).isTrue();
        works();
    }

    /// All three ways in and both ways out.
    private void works() throws IOException {
        works(server, "trouble", ++samples);
    }

    static void works(ServerProcess server, String writer, int number) throws IOException {
        var sample = new Sample(writer, number);
        try (var sip = new SipWire(server.face("sip"), Books.BEN);
                var imap = ImapWire.login(server.face("imap"), Books.ANN);
                var nms = new NmsWire(server.face("http"), Books.ANN)) {
            assertThat(sip.message(Books.ANN, sample.cpim())).isEqualTo(200);
            assertThat(imap.append("Default", "", sample.message()).status()).startsWith("OK");
            nms.upload("Default", List.of(), sample.message()).expect(201);
            reads(imap, nms, sample);
        }
    }

    /// The sample is there, over both protocols.
    static void reads(ImapWire imap, NmsWire nms, Sample sample) throws IOException {
        imap.expectOk("EXAMINE Default");
        assertThat(imap.expectOk("UID FETCH 1:* (BODY.PEEK[])").lines())
                .anyMatch(line -> !line.literals().isEmpty()
                        && Arrays.equals(line.literals().getFirst(), sample.message()));
        var contents = new ArrayList<byte[]>();
        for (var object : nms.everything()) {
            contents.add(nms.get(object.path("resourceURL").asText() + "/content")
                    .expect(200)
                    .bytes());
        }
        assertThat(contents).anyMatch(bytes -> Arrays.equals(bytes, sample.message()));
    }

    /// Sends, listens for a moment, and leaves.
    private static void shout(InetSocketAddress face, byte[] beginning, byte[] noise) throws IOException {
        try (var socket = new Socket(face.getAddress(), face.getPort())) {
            socket.setSoTimeout(ANSWER_MILLIS_MAX);
            socket.getOutputStream().write(beginning);
            socket.getOutputStream().write(noise);
            socket.shutdownOutput();
            socket.getInputStream().readNBytes(4_096);
        } catch (IOException refused) {
            // it may hang up on us at any moment, or wait for more
            assertThat(refused).isNotNull();
        }
    }
}
