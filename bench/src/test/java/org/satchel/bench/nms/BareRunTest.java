// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.nms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.bench.bare.BareServer;
import org.satchel.bench.bare.PreparedAnswer;
import org.satchel.bench.corpus.Texts;
import org.satchel.bench.measure.Alternation;
import org.satchel.bench.measure.Outcome;
import org.satchel.bench.measure.Progress;
import org.satchel.bench.measure.Work;
import org.satchel.bench.measure.WrongAnswer;
import org.satchel.bench.peer.Accounts;
import org.satchel.bench.peer.Folders;

/// The works that are compared, as small as they get, on a real bare Jetty.
@Timeout(600)
class BareRunTest {
    private static final long REFERENCE = 77;
    private static final int CALLERS = 4;

    private final NmsObjects objects = new NmsObjects(Texts.from(Path.of("nowhere")));
    private Path folder;
    private BareServer bare;
    private NmsTarget target;

    BareRunTest() throws IOException {}

    @BeforeEach
    void start() throws IOException, InterruptedException {
        folder = Files.createTempDirectory(Folders.target(), "test-");
        var accounts = new Accounts("tel:+1555%07d", "secret");
        bare = new BareServer(
                folder,
                accounts,
                new PreparedAnswer(200, Map.of("content-type", "application/json"), "{\"k\":\"k-bench-0000000077\"}"),
                new PreparedAnswer(
                        201,
                        Map.of("content-type", "application/json", "location", "http://x/objects/1"),
                        "{\"reference\":{\"resourceURL\":\"http://x/objects/1\"}}"));
        target = new NmsTarget(bare.http(), bare.http(), accounts, bare, REFERENCE);
    }

    @AfterEach
    void stop() {
        bare.close();
        Folders.remove(folder);
    }

    @Test
    void both_works_are_measured_and_verified() throws InterruptedException {
        for (var kind : List.of(RequestWork.Kind.POST, RequestWork.Kind.GET)) {
            assertThat(run(work(kind)))
                    .as(kind.toString())
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Outcome.Measured.class,
                            measured -> assertThat(measured.figure().median()).isPositive());
        }
    }

    @Test
    void every_body_that_is_answered_lies_whole_in_the_log() throws IOException {
        try (var connection = target.connect(1)) {
            for (int i = 0; i < 3; i++) {
                assertThat(objects.post(connection, "/objects", 500 + i)).isEqualTo("/objects/1");
            }
        }
        var kept = new AtomicLong();
        bare.forEachBody(
                objects.upload(0).length,
                body -> assertThat(body).isEqualTo(objects.upload(500 + kept.getAndIncrement())));
        assertThat(kept).hasValue(3);
    }

    @Test
    void a_figure_is_void_when_a_body_that_was_answered_is_not_in_the_log() throws IOException, InterruptedException {
        var work = work(RequestWork.Kind.POST);
        work.prepare(target);
        work.run(target, 0);
        work.verify(target);
        try (var log = FileChannel.open(folder.resolve("jetty/bodies"), StandardOpenOption.WRITE)) {
            log.write(ByteBuffer.allocate(1), objects.upload(0).length);
        }
        assertThatThrownBy(() -> work.verify(target)).isInstanceOf(WrongAnswer.class);
    }

    @Test
    void a_wrong_object_is_a_wrong_answer() throws IOException {
        try (var connection = target.connect(1)) {
            objects.get(connection, "/objects/1", REFERENCE);
            assertThatThrownBy(() -> objects.get(connection, "/objects/1", 78)).isInstanceOf(WrongAnswer.class);
        }
    }

    private RequestWork work(RequestWork.Kind kind) {
        var load = new RequestWork.Load(CALLERS, 50, Duration.ofMillis(50));
        return new RequestWork(kind, "", objects, load, new AtomicLong());
    }

    private List<Outcome> run(Work<NmsTarget> work) throws InterruptedException {
        return new Alternation<>(NmsTarget::name, 1, Progress.SILENT).run(work, List.of(target));
    }
}
