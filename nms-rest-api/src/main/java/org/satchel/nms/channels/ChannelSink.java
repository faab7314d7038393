// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.channels;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BoxId;
import org.satchel.model.Change;
import org.satchel.model.Commit;
import org.satchel.nms.events.EventLists;
import org.satchel.nms.type.Document;
import org.satchel.push.Notification;
import org.satchel.push.Outcome;
import org.satchel.push.Pace;
import org.satchel.push.Sink;

/// Puts the lists of one subscription into its channel, where the client fetches them; into a native one only what
/// is too long to be pushed.
final class ChannelSink implements Sink {
    /// How long a client that was told to fetch a list may take, until it is told again.
    private static final Duration FETCH_MAX = Duration.ofMinutes(15);
    /// How long a poll that waits may take to have what it waits for.
    private static final Duration POLLED_MAX = Duration.ofSeconds(1);

    private final Channels channels;
    private final Deliveries deliveries;
    private final BoxId box;
    private final String id;
    private @Nullable Pace pace;

    ChannelSink(Channels channels, Deliveries deliveries, BoxId box, String id) {
        this.channels = channels;
        this.deliveries = deliveries;
        this.box = box;
        this.id = id;
    }

    @Override
    public Pace pace() {
        if (pace == null) {
            pace = channels.live(box, id)
                    .map(channel -> deliveries.pace(channel.facts()))
                    .orElse(Pace.PROMPT);
        }
        return pace;
    }

    @Override
    public Outcome deliver(Notification list) throws InterruptedException {
        var channel = channels.live(box, id);
        if (channel.isEmpty()) {
            return new Outcome.Gone("its channel is no more");
        }
        var document = deliveries.document(list);
        if (document.isEmpty()) {
            return new Outcome.Skip();
        }
        return switch (channel.get().facts().kind()) {
            case LONG_POLLING, WEB_SOCKETS -> channel.get().hand(document.get(), channels.left(channel.get()));
            case NATIVE -> push(channel.get(), list, document.get());
        };
    }

    @Override
    public boolean wants(Commit commit, Change change) {
        return EventLists.isTold(change);
    }

    /// Whoever fetches a list that was too long may have come to another node, and the follower behind him: then he
    /// has it without being told once more.
    private Outcome push(Channel channel, Notification list, Document document) throws InterruptedException {
        if (channel.isPolled()) {
            var fetched = channel.hand(document, POLLED_MAX);
            if (!(fetched instanceof Outcome.RetryLater)) {
                return fetched;
            }
        }
        var sent = deliveries.push(channel.facts(), list, document, channels.readUrl(channel));
        if (sent.isEmpty()) {
            return new Outcome.RetryLater(Duration.ZERO);
        }
        return switch (sent.get().outcome()) {
            case Outcome.Delivered delivered when sent.get().whole() -> delivered;
            case Outcome.Delivered _ -> {
                var left = channels.left(channel);
                yield channel.hand(document, left.compareTo(FETCH_MAX) < 0 ? left : FETCH_MAX);
            }
            case Outcome.Gone gone -> {
                // The receiver is no more: whatever else leads to it ends with its next list.
                channels.remove(channel);
                yield gone;
            }
            case Outcome.Refused refused -> refused;
            case Outcome.RetryLater later -> later;
            case Outcome.Skip skip -> skip;
        };
    }
}
