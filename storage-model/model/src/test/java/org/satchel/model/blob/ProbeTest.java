// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class ProbeTest {
    @Test
    void however_often_it_is_asked_the_question_is_put_once_a_second() {
        var put = new AtomicInteger();
        var probe = new Probe("test-probe", "away", () -> put.incrementAndGet() > 1 ? "" : "full");
        long start = System.nanoTime();
        assertThat(probe.obstacle()).hasValue("full");
        while (probe.obstacle().isPresent()) {
            assertThat(put).hasValueLessThan(2);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(put).hasValue(2);
    }

    @Test
    void a_question_without_an_answer_keeps_nobody_for_long() throws Exception {
        var put = new AtomicInteger();
        var release = new CountDownLatch(1);
        var probe = new Probe("test-probe", "away", () -> {
            put.incrementAndGet();
            awaitUninterruptibly(release);
            return "";
        });
        long start = System.nanoTime();
        Callable<Optional<String>> ask = probe::obstacle;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var told : threads.invokeAll(Collections.nCopies(100, ask))) {
                assertThat(told.get()).hasValue("away");
            }
        }
        assertThat(probe.obstacle()).hasValue("away");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        release.countDown();
        while (probe.obstacle().isPresent()) {
            Thread.onSpinWait();
        }
        assertThat(put).as("one question at a time").hasValueLessThanOrEqualTo(2);
    }

    @Test
    void a_question_that_breaks_is_a_bug_and_the_next_is_put_all_the_same() {
        var put = new AtomicInteger();
        var probe = new Probe("test-probe", "away", () -> {
            if (put.incrementAndGet() == 1) {
                throw new IllegalArgumentException("bug");
            }
            return "";
        });
        assertThatThrownBy(probe::obstacle).hasRootCauseInstanceOf(IllegalArgumentException.class);
        while (probe.obstacle().isPresent()) {
            Thread.onSpinWait();
        }
        assertThat(put).hasValue(2);
    }

    private static void awaitUninterruptibly(CountDownLatch release) {
        try {
            release.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
