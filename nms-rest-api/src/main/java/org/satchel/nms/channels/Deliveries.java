// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.channels;

import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.satchel.nms.events.EventLists;
import org.satchel.nms.format.Format;
import org.satchel.nms.type.Document;
import org.satchel.nms.type.NotificationList;
import org.satchel.push.Notification;
import org.satchel.push.Pace;
import org.satchel.push.Target;
import org.satchel.push.webpush.WebPush;

/// How event lists are written for channels, and sent to the receivers of native ones.
///
/// @param webPush null = there is none
public record Deliveries(
        EventLists encoder, ListForm form, @Nullable WebPush webPush) {
    /// @return empty when there is nothing to tell
    Optional<Document> document(Notification list) {
        return encoder.list(list).map(events -> new Document("nmsEventList", events));
    }

    Pace pace(Channel.Facts facts) {
        return facts.receiver() == null || webPush == null ? Pace.PROMPT : webPush.pace();
    }

    /// Pushes a list as a client would have fetched it; one that is too long, by telling where it can be.
    ///
    /// @param pollUrl of the channel
    /// @return empty when nothing can be pushed to this channel, as this node is set up
    // OMA NMS §8.6
    Optional<WebPush.Sent> push(Channel.Facts facts, Notification list, Document document, String pollUrl)
            throws InterruptedException {
        if (facts.receiver() == null || webPush == null) {
            return Optional.empty();
        }
        var format = format(list.subscription().terms().target());
        var expiry = facts.expires().truncatedTo(ChronoUnit.SECONDS).toString();
        var elsewhere = new NotificationList.LargePolling(pollUrl, expiry).document();
        return Optional.of(webPush.tell(facts.receiver(), list, text(document, format), text(elsewhere, format)));
    }

    private String text(Document document, Format format) {
        return form.text(List.of(document), format);
    }

    private static Format format(Target target) {
        return target instanceof Target.Channel(var _, var _, var format) && format == Target.Format.XML
                ? Format.XML
                : Format.JSON;
    }
}
