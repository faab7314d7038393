// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.nms;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.satchel.bench.bare.BareServer;
import org.satchel.bench.measure.Callers;
import org.satchel.bench.measure.Latencies;
import org.satchel.bench.measure.Sample;
import org.satchel.bench.measure.Unit;
import org.satchel.bench.measure.Work;
import org.satchel.bench.measure.WrongAnswer;

/// One kind of request, over and over, on several kept connections, each for an account of its own.
final class RequestWork implements Work<NmsTarget> {
    private static final Duration WARM_MAX = Duration.ofMinutes(3);
    private static final int PREPARED = 200;
    private static final int PAGE = 50;
    private static final int VERIFIED_MAX = 50;

    private final Kind kind;
    private final String title;
    private final NmsObjects objects;
    private final Load load;
    private final AtomicLong numbers;
    /// What was posted where.
    private final ConcurrentMap<Place, List<Posted>> posted = new ConcurrentHashMap<>();

    /// What is asked for.
    enum Kind {
        GET(0),
        POST(100),
        SEARCH(200);

        private final int firstAccount;

        Kind(int firstAccount) {
            this.firstAccount = firstAccount;
        }
    }

    /// Who asks, and for how long.
    ///
    /// @param callers at the same time, each with a connection of its own
    /// @param warm requests of each caller in the round that is not counted
    /// @param slice how long a round that counts takes
    record Load(int callers, int warm, Duration slice) {}

    RequestWork(Kind kind, String title, NmsObjects objects, Load load, AtomicLong numbers) {
        this.kind = kind;
        this.title = title;
        this.objects = objects;
        this.load = load;
        this.numbers = numbers;
    }

    @Override
    public String id() {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public Unit unit() {
        return Unit.PER_SECOND;
    }

    @Override
    public void prepare(NmsTarget target) throws IOException, InterruptedException {
        int count = kind == Kind.POST ? 0 : PREPARED;
        Callers.run(load.callers(), i -> {
            int account = kind.firstAccount + i;
            var made = posted.computeIfAbsent(new Place(target.name(), account), same -> new ArrayList<>());
            try (var connection = target.connect(account)) {
                while (made.size() < count) {
                    made.add(post(target, connection, account));
                }
            }
            return made.size();
        });
    }

    @Override
    public Sample run(NmsTarget target, int round) throws IOException, InterruptedException {
        double before = target.cpuSeconds();
        // Time does not do: a server with more code needs longer for the same number.
        int least = round < warmups() ? load.warm() : 0;
        var done = Callers.run(load.callers(), i -> requests(target, kind.firstAccount + i, least));
        var latencies = new Latencies();
        long count = 0;
        for (var each : done.results()) {
            count += each.count();
            latencies.addAll(each.latencies());
        }
        var details = new ArrayList<>(target.cpu(before, count));
        details.addAll(latencies.details());
        return new Sample(count / done.seconds(), details);
    }

    @Override
    public void verify(NmsTarget target) throws IOException {
        if (target.server() instanceof BareServer bare) {
            verify(bare);
            return;
        }
        for (var entry : posted.entrySet()) {
            if (entry.getKey().target().equals(target.name())) {
                try (var connection = target.connect(entry.getKey().account())) {
                    for (var one : entry.getValue().reversed().stream()
                            .limit(VERIFIED_MAX)
                            .toList()) {
                        objects.verify(connection, one.path(), one.number());
                    }
                }
            }
        }
    }

    /// Every body that was answered is in the log, whole.
    private void verify(BareServer bare) throws IOException {
        var kept = new BitSet();
        bare.forEachBody(objects.upload(0).length, body -> kept.set(Math.toIntExact(NmsObjects.number(body))));
        for (var entry : posted.entrySet()) {
            for (var one : entry.getKey().target().equals(bare.name()) ? entry.getValue() : List.<Posted>of()) {
                if (!kept.get(Math.toIntExact(one.number()))) {
                    throw new WrongAnswer("the log does not hold a body that was answered");
                }
            }
        }
    }

    /// @param least requests, even if that takes longer than the slice
    private Answered requests(NmsTarget target, int account, int least) throws IOException {
        var made = posted.getOrDefault(new Place(target.name(), account), List.of());
        var latencies = new Latencies();
        long count = 0;
        try (var connection = target.connect(account)) {
            long begin = System.nanoTime();
            long end = begin + load.slice().toNanos();
            long lastEnd = begin + WARM_MAX.toNanos();
            while (begin < end || (count < least && begin < lastEnd)) {
                request(target, connection, account, made, count);
                long now = System.nanoTime();
                latencies.add(now - begin);
                begin = now;
                count++;
            }
        }
        return new Answered(count, latencies);
    }

    private void request(NmsTarget target, HttpConnection connection, int account, List<Posted> made, long index)
            throws IOException {
        switch (kind) {
            case GET -> {
                var one = made.get((int) (index % made.size()));
                objects.get(connection, one.path(), target.answered(one.number()));
            }
            case POST -> made.add(post(target, connection, account));
            case SEARCH ->
                WrongAnswer.unlessEqual(
                        "objects on a page",
                        PAGE,
                        NmsObjects.search(
                                        connection,
                                        target.path(account, "/objects/operations/search"),
                                        NmsObjects.Order.NEWEST_FIRST,
                                        PAGE,
                                        null)
                                .objects()
                                .size());
        }
    }

    private Posted post(NmsTarget target, HttpConnection connection, int account) throws IOException {
        long number = numbers.getAndIncrement();
        return new Posted(objects.post(connection, target.path(account, "/objects"), number), number);
    }

    private record Place(String target, int account) {}

    private record Posted(String path, long number) {}

    private record Answered(long count, Latencies latencies) {}
}
