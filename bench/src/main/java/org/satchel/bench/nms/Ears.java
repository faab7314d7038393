// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.nms;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.satchel.bench.measure.WrongAnswer;
import org.satchel.bench.nms.NewsWork.Way;

/// Somebody who hears of what happens in one box in all ways there are. What is heard must be numbered without a gap.
final class Ears implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 600_000;
    private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.US_ASCII);

    private final NmsTarget target;
    private final BlockingQueue<News> heard = new LinkedBlockingQueue<>();
    private final Map<Way, Long> indexes = new EnumMap<>(Way.class);
    private final StringBuilder text = new StringBuilder();
    private String pollPath = "";
    private String socketUrl = "";
    private @Nullable HttpConnection poll;
    private @Nullable WebSocket socket;

    Ears(NmsTarget target) {
        this.target = target;
    }

    /// @param failure why it is no news; null = it is
    record News(Way way, long nanoTime, @Nullable IOException failure) {}

    void poll(String url) {
        pollPath = url.substring(url.indexOf("/nc/"));
    }

    void socket(String url) {
        socketUrl = url;
    }

    /// Listens from now on.
    void open() throws IOException {
        var connection = new HttpConnection(target.http(), "");
        connection.patience(PATIENCE_MILLIS);
        poll = connection;
        connection.send(pollPath, "application/json", NOTHING);
        Thread.ofVirtual().name("poll").start(() -> pollOn(connection));
        try {
            socket = Client.HTTP
                    .newWebSocketBuilder()
                    .buildAsync(URI.create(socketUrl), new Listener())
                    .join();
        } catch (CompletionException failure) {
            throw new IOException("no WebSocket", failure);
        }
    }

    /// @throws WrongAnswer when nothing is heard in time, or not what should be
    News next(int time, TimeUnit unit) throws IOException, InterruptedException {
        var news = heard.poll(time, unit);
        if (news == null) {
            throw new WrongAnswer("a change was not heard of by all within " + time + " s");
        }
        if (news.failure() != null) {
            throw news.failure();
        }
        return news;
    }

    /// A list has come in.
    ///
    /// @param index its number
    void hear(Way way, long nanoTime, long index) {
        synchronized (indexes) {
            var last = indexes.put(way, index);
            if (last != null && last + 1 != index) {
                fail(way, new WrongAnswer("list " + index + " after " + last + " by " + way.title()));
                return;
            }
        }
        heard.add(new News(way, nanoTime, null));
    }

    void fail(Way way, IOException failure) {
        heard.add(new News(way, System.nanoTime(), failure));
    }

    @Override
    public void close() throws IOException {
        if (poll != null) {
            var closing = poll;
            poll = null;
            closing.close();
        }
        if (socket != null) {
            socket.abort();
            socket = null;
        }
        heard.clear();
    }

    private void pollOn(HttpConnection connection) {
        try {
            while (true) {
                var answer = connection.answer();
                long now = System.nanoTime();
                connection.send(pollPath, "application/json", NOTHING);
                WrongAnswer.unlessEqual("status of a poll", 200, answer.status());
                hear(Way.POLL, now, NmsChannels.index(answer.body()));
            }
        } catch (IOException failure) {
            if (poll == connection) {
                fail(Way.POLL, failure);
            }
        }
    }

    /// Shared by all, made when it is first needed.
    private static final class Client {
        static final HttpClient HTTP = HttpClient.newHttpClient();
    }

    private final class Listener implements WebSocket.Listener {
        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            long now = System.nanoTime();
            from.request(1);
            text.append(data);
            if (last) {
                try {
                    hear(Way.SOCKET, now, NmsChannels.index(text.toString()));
                } catch (IOException wrong) {
                    fail(Way.SOCKET, wrong);
                }
                text.setLength(0);
            }
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            fail(Way.SOCKET, new IOException(error));
        }
    }
}
