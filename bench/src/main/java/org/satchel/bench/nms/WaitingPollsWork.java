// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.nms;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.satchel.bench.measure.Callers;
import org.satchel.bench.measure.Detail;
import org.satchel.bench.measure.Sample;
import org.satchel.bench.measure.Unit;
import org.satchel.bench.measure.Work;
import org.satchel.bench.measure.WrongAnswer;
import org.satchel.bench.peer.Peer;

/// What a waiting long poll needs of the server's memory, with its channel and its subscription.
///
/// The value is that of each of 50,000, the server itself included: what it needed before there were any, shared
/// out, and the growth since for each that waits. Every poll is then answered with the one list that was made for it.
final class WaitingPollsWork implements Work<NmsTarget> {
    static final int MANY = 50_000;

    private static final int FIRST_CROWD = 200;
    private static final int FIRST_CROWD_ACCOUNT = 900;
    private static final int FIRST_ACCOUNT = 1_000;
    private static final int CALLERS = 16;
    private static final int ASKED_AGAIN_MILLIS = 50;
    private static final long NANOS_MAX = 120_000_000_000L;
    private static final double KIB_IN_MIB = 1024;
    private static final String WAITING = "satchel_nms_polls_waiting";

    private final NmsScale scale;
    private final NmsObjects objects;
    private final AtomicLong numbers;
    private List<String> paths = List.of();
    private long bareKib;

    WaitingPollsWork(NmsScale scale, NmsObjects objects, AtomicLong numbers) {
        this.scale = scale;
        this.objects = objects;
        this.numbers = numbers;
    }

    @Override
    public String id() {
        return "waiting-polls";
    }

    @Override
    public String title() {
        return "memory of a waiting long poll, " + scale.polls() + " at once in " + scale.boxes(scale.polls())
                + " boxes";
    }

    @Override
    public Unit unit() {
        return Unit.KIBIBYTES;
    }

    @Override
    public int warmups() {
        return 0;
    }

    /// A first crowd comes and is told, so that what the server needs once counts as its own.
    @Override
    public void prepare(NmsTarget target) throws IOException, InterruptedException {
        try (var crowd = PollCrowd.open(target, subscribed(target, FIRST_CROWD_ACCOUNT, FIRST_CROWD))) {
            await(target, FIRST_CROWD);
            tell(target, FIRST_CROWD_ACCOUNT, crowd);
        }
        bareKib = ours(target).neededKib();
        paths = subscribed(target, FIRST_ACCOUNT, scale.polls());
    }

    @Override
    public Sample run(NmsTarget target, int round) throws IOException, InterruptedException {
        var server = ours(target);
        long before = server.neededKib();
        try (var crowd = PollCrowd.open(target, paths)) {
            await(target, paths.size());
            long waiting = server.neededKib();
            var pages = server.processes().memory();
            WrongAnswer.unlessEqual("polls that wait", paths.size(), target.figure(WAITING));
            tell(target, FIRST_ACCOUNT, crowd);
            double each = (waiting - bareKib) / (double) paths.size();
            double all = bareKib + each * MANY;
            return new Sample(
                    all / MANY,
                    List.of(
                            new Detail("without the server", "KiB", each),
                            new Detail("connection and request", "KiB", (waiting - before) / (double) paths.size()),
                            new Detail("50,000 of them", "MiB", all / KIB_IN_MIB),
                            new Detail("RSS", "MiB", pages.residentKib() / KIB_IN_MIB)));
        } finally {
            await(target, 0);
        }
    }

    /// @return where each of so many channels is polled, those of one box together
    private List<String> subscribed(NmsTarget target, int firstAccount, int polls)
            throws IOException, InterruptedException {
        var channels = new NmsChannels(target);
        var made = Callers.run(CALLERS, caller -> {
            var some = new ArrayList<String>();
            for (int box = caller; box < scale.boxes(polls); box += CALLERS) {
                try (var connection = target.connect(firstAccount + box)) {
                    int left = Math.min(scale.pollsPerBox(), polls - box * scale.pollsPerBox());
                    for (int i = 0; i < left; i++) {
                        var url = channels.subscribed(connection, firstAccount + box, "LongPolling");
                        some.add(url.substring(url.indexOf("/nc/")));
                    }
                }
            }
            return some;
        });
        var all = made.results().stream().flatMap(List::stream).toList();
        WrongAnswer.unlessEqual("channels", polls, all.size());
        return all;
    }

    /// Makes one change in each box, and has every poll answered.
    private void tell(NmsTarget target, int firstAccount, PollCrowd crowd) throws IOException, InterruptedException {
        Callers.run(CALLERS, caller -> {
            for (int box = caller; box < scale.boxes(crowd.connections().size()); box += CALLERS) {
                try (var connection = target.connect(firstAccount + box)) {
                    objects.post(connection, target.path(firstAccount + box, "/objects"), numbers.getAndIncrement());
                }
            }
            return caller;
        });
        for (var poll : crowd.connections()) {
            var answer = poll.answer();
            WrongAnswer.unlessEqual("status of a poll", 200, answer.status());
            if (NmsChannels.index(answer.body()) < 1) {
                throw new WrongAnswer("a list without index");
            }
        }
    }

    private static void await(NmsTarget target, long count) throws IOException, InterruptedException {
        long end = System.nanoTime() + NANOS_MAX;
        while (target.figure(WAITING) != count) {
            if (System.nanoTime() > end) {
                throw new WrongAnswer(target.figure(WAITING) + " polls wait, and not " + count);
            }
            Thread.sleep(ASKED_AGAIN_MILLIS);
        }
    }

    private static Peer.Private ours(NmsTarget target) {
        if (target.server() instanceof Peer.Private ours) {
            return ours;
        }
        throw new IllegalStateException(target.name() + " is not private");
    }
}
