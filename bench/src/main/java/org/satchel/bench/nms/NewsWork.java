// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.nms;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.satchel.bench.corpus.Messages;
import org.satchel.bench.imap.Appender;
import org.satchel.bench.measure.Callers;
import org.satchel.bench.measure.Detail;
import org.satchel.bench.measure.Latencies;
import org.satchel.bench.measure.Sample;
import org.satchel.bench.measure.Unit;
import org.satchel.bench.measure.Work;
import org.satchel.bench.measure.WrongAnswer;

/// From sending APPEND over IMAP to hearing of it by a long poll, over a WebSocket and at a webhook, each subscribed
/// in the same box, while as many others of all three wait in other boxes. The value is the 99th percentile of the
/// slowest of the three ways.
final class NewsWork implements Work<NmsTarget> {
    private static final int FIRST_ACCOUNT = 300;
    private static final int WRITERS = 4;
    private static final int SECONDS_MAX = 30;
    private static final double SHARE = 0.99;
    private static final long NUMBERS_PER_APPENDER = 100_000;

    private final NmsScale scale;
    private final Messages messages;
    private final Duration slice;
    private final Webhook webhook;
    private final List<Ears> ears = new ArrayList<>();
    private final AtomicLong blocks = new AtomicLong();

    NewsWork(NmsScale scale, Messages messages, Duration slice, Webhook webhook) {
        this.scale = scale;
        this.messages = messages;
        this.slice = slice;
        this.webhook = webhook;
    }

    @Override
    public String id() {
        return "news";
    }

    @Override
    public String title() {
        return "APPEND over IMAP to a long poll, a WebSocket and a webhook, " + scale.newsBoxes() * Way.values().length
                + " subscriptions, p99 of the slowest way";
    }

    @Override
    public Unit unit() {
        return Unit.MILLISECONDS;
    }

    @Override
    public void prepare(NmsTarget target) throws IOException {
        var channels = new NmsChannels(target);
        for (int box = 0; box < scale.newsBoxes(); box++) {
            int account = FIRST_ACCOUNT + box;
            var heard = new Ears(target);
            try (var connection = target.connect(account)) {
                heard.poll(channels.subscribed(connection, account, "LongPolling"));
                heard.socket(channels.subscribed(connection, account, "WebSockets"));
                channels.subscribe(connection, account, webhook.add(heard));
            }
            ears.add(heard);
        }
    }

    @Override
    public Sample run(NmsTarget target, int round) throws IOException, InterruptedException {
        try {
            for (var one : ears) {
                one.open();
            }
            var done = Callers.run(WRITERS, writer -> write(target, writer));
            return sample(done.results());
        } finally {
            for (var one : ears) {
                one.close();
            }
        }
    }

    /// Appends to one box after the other, and waits each time until all have heard.
    private Map<Way, Latencies> write(NmsTarget target, int writer) throws IOException, InterruptedException {
        var latencies = new EnumMap<Way, Latencies>(Way.class);
        for (var way : Way.values()) {
            latencies.put(way, new Latencies());
        }
        var appenders = new ArrayList<Appender>();
        try {
            long end = System.nanoTime() + slice.toNanos();
            for (int turn = 0; System.nanoTime() < end; turn++) {
                for (int box = writer; box < ears.size() && System.nanoTime() < end; box += WRITERS) {
                    if (turn == 0) {
                        appenders.add(Appender.login(
                                target.server(),
                                FIRST_ACCOUNT + box,
                                messages,
                                blocks.getAndIncrement() * NUMBERS_PER_APPENDER));
                    }
                    append(appenders.get(box / WRITERS), ears.get(box), latencies);
                }
            }
        } finally {
            for (var one : appenders) {
                one.close();
            }
        }
        return latencies;
    }

    private static void append(Appender appender, Ears ears, Map<Way, Latencies> latencies)
            throws IOException, InterruptedException {
        long begin = System.nanoTime();
        appender.appendOne();
        for (int i = 0; i < Way.values().length; i++) {
            var news = ears.next(SECONDS_MAX, TimeUnit.SECONDS);
            var way = latencies.get(news.way());
            if (way == null) {
                throw new WrongAnswer("news by no known way");
            }
            way.add(news.nanoTime() - begin);
        }
    }

    private static Sample sample(List<Map<Way, Latencies>> written) {
        var details = new ArrayList<Detail>();
        double slowest = 0;
        for (var way : Way.values()) {
            var latencies = new Latencies();
            for (var one : written) {
                latencies.addAll(one.getOrDefault(way, new Latencies()));
            }
            if (latencies.isEmpty()) {
                throw new IllegalStateException("nothing was heard by " + way.title());
            }
            details.add(new Detail(way.title() + " p50", "ms", latencies.millis(0.5)));
            details.add(new Detail(way.title() + " p99", "ms", latencies.millis(SHARE)));
            slowest = Math.max(slowest, latencies.millis(SHARE));
        }
        return new Sample(slowest, details);
    }

    /// How somebody hears of a change.
    enum Way {
        POLL("long poll"),
        SOCKET("WebSocket"),
        WEBHOOK("webhook");

        private final String title;

        Way(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }
}
