// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.readme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the first page prints is typed as printed, and works.
class ReadmeTest {
    private static final Blocks README = new Blocks(readme());

    @TempDir
    Path folder;

    @Test
    @Timeout(900)
    void the_server_and_both_clients_work_as_printed() throws Exception {
        var found = Place.make(folder);
        assumeTrue(found.isPresent(), "no network namespace may be made here, and a port of 1143, 8080, 5060 is taken");
        try (var place = found.get()) {
            var commands = Blocks.commands(README.below("Run it", "sh"));
            assertThat(commands).hasSize(2);
            assertThat(commands.getFirst()).startsWith("./satchel user add ");
            assertThat(commands.getLast()).startsWith("./satchel serve ");

            var added = place.run("sh", "-e", "-c", commands.getFirst());
            assertThat(added).isEqualTo(new Place.Said(0, "account tel:+15550100001\n", ""));
            var log = folder.resolve("serve.err");
            var server = place.start(log, "sh", "-e", "-c", "exec " + commands.getLast());
            try {
                assertThat(firstLine(server))
                        .as(Files.readString(log))
                        .isEqualTo("READY imap=127.0.0.1:1143 http=127.0.0.1:8080 sip=127.0.0.1:5060");
                python(place);
                curl(place);
                var healthy = place.run("sh", "-e", "-c", "./satchel doctor --data ./data");
                assertThat(healthy.exit()).as(healthy.out()).isZero();
                server.destroy();
                assertThat(server.waitFor(120, TimeUnit.SECONDS)).isTrue();
                assertThat(server.exitValue()).isZero();
            } finally {
                server.destroyForcibly();
            }
        }
    }

    private static void python(Place place) throws IOException, InterruptedException {
        var said = place.run("python3", "-c", README.below("With Python's imaplib", "python"));
        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(said.out()).startsWith("OK [b'[APPENDUID ");
    }

    private static void curl(Place place) throws IOException, InterruptedException {
        var block = README.below("With curl", "sh");
        var said = place.run("sh", "-e", "-u", "-c", block + "printf '\\nobject=%s\\n' \"$object\"\n");
        assertThat(said.exit()).as(said.out() + said.err()).isZero();
        assertThat(said.out())
                .contains("\"objectList\"")
                .contains("pager-message")
                .containsPattern(
                        "(?m)^object=http://127\\.0\\.0\\.1:8080/nms/v1/base/tel%3A%2B15550100001/objects/\\S+$");
        var object = said.out().substring(said.out().lastIndexOf("object=") + 7).strip();
        var gone = place.run(
                "curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "-u", "tel:+15550100001:secret", object);
        assertThat(gone.out()).isEqualTo("404");
    }

    private static String firstLine(Process server) throws InterruptedException {
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        Thread.ofVirtual().start(() -> server.inputReader().lines().forEach(lines::add));
        var line = lines.poll(120, TimeUnit.SECONDS);
        return line == null ? "nothing" : line;
    }

    private static String readme() {
        try {
            return Files.readString(Path.of("../README.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
