// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.kill;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.satchel.conformance.load.Books;
import org.satchel.conformance.load.Sample;
import org.satchel.conformance.wire.ImapWire;
import org.satchel.conformance.wire.NmsWire;
import org.satchel.conformance.wire.ServerProcess;
import org.satchel.conformance.wire.SipWire;

/// A disk that fills up under the server: writes are refused, reads go on, and when there is room again all is well.
@Timeout(600)
final class FullDiskTest {
    private static final long MIB = 1024 * 1024;
    /// A little more than what the engine keeps in reserve, so that the memory of the machine is not needed for it.
    private static final long DISK_MIB = 320;

    private static final int CHUNK_BYTES = 1 << 20;
    private static final int UPLOADS_MAX = 10_000;
    /// With its headers, and in base 64, still no larger than what travels with its metadata.
    private static final int LARGE_BYTES = 20_000;

    private static final Duration LOOK_MAX = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    @BeforeEach
    void mount() throws IOException, InterruptedException {
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=" + DISK_MIB + "m", "tmpfs", folder.toString()),
                "a small disk of its own can only be mounted by root");
    }

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        // Lazily: when a test fails its server may not be gone yet.
        run("umount", "-l", folder.toString());
    }

    @Test
    void a_full_disk_refuses_writes_serves_reads_and_recovers() throws Exception {
        fill(folder);
    }

    @Test
    void a_full_disk_that_only_a_commit_meets_is_told_as_one_and_the_server_is_not_ready_until_there_is_room()
            throws Exception {
        var log = Files.createTempFile("satchel-full-disk", ".log");
        var data = folder.resolve("data");
        ServerProcess.account(data, Books.ANN);
        var ballast = folder.resolve("ballast");
        grow(ballast, (DISK_MIB - 64) * MIB);
        try (var server = ServerProcess.start(data, log, "engine.disk-reserve-bytes=0");
                var nms = new NmsWire(server.face("http"), Books.ANN);
                var imap = ImapWire.login(server.face("imap"), Books.ANN)) {
            ready(nms);
            uploadUntilRefused(nms).expect(507);
            assertThat(imap.append("Default", "", large(0)).status()).startsWith("NO [UNAVAILABLE]");
            notReady(nms);

            Files.delete(ballast);
            await(nms, 200);
            nms.upload("Default", List.of(), large(0)).expect(201);
            assertThat(server.stop()).isZero();
        } finally {
            Files.delete(log);
        }
    }

    private static void fill(Path disk) throws Exception {
        var data = disk.resolve("data");
        var log = Files.createTempFile("satchel-full-disk", ".log");
        ServerProcess.account(data, Books.ANN);
        ServerProcess.account(data, Books.BEN);
        try (var server = ServerProcess.start(data, log)) {
            TroubleTest.works(server, "before", 1);
            var before = new Sample("before", 1);
            var late = new Sample("late", 1);
            try (var imap = ImapWire.login(server.face("imap"), Books.ANN);
                    var nms = new NmsWire(server.face("http"), Books.ANN);
                    var sip = new SipWire(server.face("sip"), Books.BEN)) {
                // Down to the reserve: what adds is refused, what does not is done.
                ready(nms);
                var ballast = disk.resolve("ballast");
                grow(ballast, (DISK_MIB - 200) * MIB);
                await(nms, 503);
                notReady(nms);
                refused(imap, nms, sip, late);
                imap.expectOk("SELECT Default");
                imap.expectOk("UID STORE 1 +FLAGS (\\Seen)");
                TroubleTest.reads(imap, nms, before);

                // Down to nothing: reads go on.
                var rest = disk.resolve("rest");
                growToTheEnd(rest);
                refused(imap, nms, sip, late);
                TroubleTest.reads(imap, nms, before);
                assertThat(server.isAlive()).isTrue();

                Files.delete(rest);
                Files.delete(ballast);
                ready(nms);
                assertThat(imap.append("Default", "", late.message()).status()).startsWith("OK");
                nms.upload("Default", List.of(), late.message()).expect(201);
                assertThat(sip.message(Books.ANN, late.cpim())).isEqualTo(200);
                TroubleTest.reads(imap, nms, late);
            }
            TroubleTest.works(server, "after", 1);
            assertThat(server.stop()).isZero();
        } finally {
            Files.delete(log);
        }
    }

    private static void refused(ImapWire imap, NmsWire nms, SipWire sip, Sample sample) throws IOException {
        assertThat(imap.append("Default", "", sample.message()).status()).startsWith("NO [UNAVAILABLE]");
        nms.upload("Default", List.of(), sample.message()).expect(507);
        assertThat(sip.message(Books.ANN, sample.cpim())).isEqualTo(503);
    }

    private static void ready(NmsWire nms) throws IOException {
        assertThat(nms.health("ready").expect(200).json().at("/health/status").textValue())
                .isEqualTo("ready");
    }

    private static void notReady(NmsWire nms) throws IOException {
        var health = nms.health("ready").expect(503).json().path("health");
        assertThat(health.path("status").textValue()).isEqualTo("not ready");
        assertThat(health.path("obstacle").textValue()).isEqualTo("the disk is full");
        nms.health("live").expect(200);
    }

    /// The disk is looked at every tenth of a second.
    private static void await(NmsWire nms, int status) throws IOException {
        long deadline = System.nanoTime() + LOOK_MAX.toNanos();
        while (nms.health("ready").status() != status) {
            assertThat(System.nanoTime()).as("readiness changes in time").isLessThan(deadline);
        }
    }

    private static NmsWire.Answer uploadUntilRefused(NmsWire nms) throws IOException {
        for (int i = 0; i < UPLOADS_MAX; i++) {
            var answer = nms.upload("Default", List.of(), large(i));
            if (answer.status() != 201) {
                return answer;
            }
        }
        throw new AssertionError("the disk does not fill");
    }

    /// A message that does not compress.
    private static byte[] large(int number) {
        var body = new byte[LARGE_BYTES];
        new Random(number).nextBytes(body);
        var text = "Subject: large " + number + "\r\nMessage-ID: <large-" + number
                + "@example.net>\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                + Base64.getMimeEncoder().encodeToString(body) + "\r\n";
        return text.getBytes(US_ASCII);
    }

    private static void grow(Path file, long bytes) throws IOException {
        try (var out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (long done = 0; done < bytes; done += CHUNK_BYTES) {
                out.write(new byte[CHUNK_BYTES]);
            }
        }
    }

    private static void growToTheEnd(Path file) throws IOException {
        try {
            grow(file, DISK_MIB * MIB);
            throw new AssertionError("the disk does not end");
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space");
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(120, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }
}
