// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A client that reads a channel over a WebSocket and answers pings, as the JDK's does by itself.
final class Listening implements WebSocket.Listener {
    private static final long SECONDS_MAX = 20;

    final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final BlockingQueue<JsonNode> lists = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();
    final WebSocket socket;

    Listening(HttpClient client, String url) throws Exception {
        socket = client.newWebSocketBuilder().buildAsync(URI.create(url), this).get(SECONDS_MAX, TimeUnit.SECONDS);
    }

    static Listening at(Rest rest, Rest.Channel channel) throws Exception {
        return new Listening(rest.client, channel.pollUrl());
    }

    /// The next event list.
    JsonNode next() throws InterruptedException {
        var list = lists.poll(SECONDS_MAX, TimeUnit.SECONDS);
        if (list == null) {
            throw new AssertionError("no list came");
        }
        return list;
    }

    boolean hasNone() {
        return lists.isEmpty();
    }

    int closeCode() throws Exception {
        return closed.get(SECONDS_MAX, TimeUnit.SECONDS);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            take();
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.completeExceptionally(error);
    }

    private void take() {
        try {
            Rest.MAPPER
                    .readTree(text.toString())
                    .get("notificationList")
                    .forEach(list -> lists.add(list.get("nmsEventList")));
            text.setLength(0);
        } catch (JsonProcessingException notJson) {
            closed.completeExceptionally(notJson);
        }
    }
}
