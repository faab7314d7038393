// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.requirements;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.satchel.conformance.wire.ImapWire;
import org.satchel.conformance.wire.NmsWire;
import org.satchel.conformance.wire.ServerProcess;

/// A server with its two faces, and a box of its own for each test.
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Asked {
    static final Pattern UID = Pattern.compile("[( ]UID (\\d+)");
    static final Pattern APPENDED = Pattern.compile("APPENDUID \\d+ (\\d+)");
    static final Pattern HIGHEST = Pattern.compile("\\[HIGHESTMODSEQ (\\d+)]");
    static final Pattern VALIDITY = Pattern.compile("\\[UIDVALIDITY (\\d+)]");

    private static final int ACCOUNTS = 60;

    final Random random = new Random(20261122);
    ServerProcess server;
    ImapWire imap;
    NmsWire nms;
    int accounts;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        var all = new ArrayList<String>();
        for (int i = 1; i <= ACCOUNTS; i++) {
            all.add(account(i));
        }
        ServerProcess.accounts(folder, all);
        server = ServerProcess.start(folder, folder.resolveSibling(folder.getFileName() + ".log"), settings());
    }

    /// Settings of the server, `key=value`.
    String[] settings() {
        return new String[] {"box.quota-objects=100000"};
    }

    @AfterAll
    void stop() {
        assertThat(server.stop()).isZero();
    }

    /// Each test has a box of its own.
    @BeforeEach
    void connect() throws IOException {
        accounts++;
        imap = login();
        nms = new NmsWire(server.face("http"), account(accounts));
    }

    @AfterEach
    void disconnect() throws IOException {
        imap.close();
        nms.close();
    }

    final ImapWire login() throws IOException {
        return ImapWire.login(server.face("imap"), account(accounts));
    }

    /// Whose box it is.
    final String owner() {
        return account(accounts);
    }

    static String account(int number) {
        return "tel:+1555010%04d".formatted(number);
    }

    static byte[] message(String subject, String body) {
        return ("From: <tel:+15550100042>\r\nSubject: " + subject + "\r\nContent-Type: text/plain\r\n\r\n" + body)
                .getBytes(UTF_8);
    }

    final void fill(String folder, int count) throws IOException {
        var all = new ArrayList<byte[]>();
        for (int i = 0; i < count; i++) {
            all.add(ImapWire.appending(folder, "", message("n" + i, "text " + i + "\r\n")));
        }
        var answers = imap.together(all);
        for (int i = 0; i < count; i++) {
            assertThat(answers.next().isOk()).isTrue();
        }
    }

    final JsonNode idOf(String kind, String path) throws IOException {
        return nms.get(nms.url(kind + "/operations/pathToId?path=" + URLEncoder.encode(path, UTF_8)))
                .expect(200)
                .json();
    }

    final byte[] content(String url) throws IOException {
        return nms.get(url + "/content").expect(200).bytes();
    }
}
