// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.type;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a notification channel carries at a time: whole documents, each under its own root. Each has one of these
/// members, or that of a document which an application server posted. OMA NMS §3.4, §5.7
///
/// @param nmsEventList what has happened in a box
/// @param largePollingNotification that something waits which is too long to be pushed
public record NotificationList(
        @Nullable NmsEventList nmsEventList, @Nullable LargePolling largePollingNotification) {
    /// A list of none, one or several. An array even then. OMA NMS §13.26
    public static Document document(List<Document> notifications) {
        return of(notifications.stream().map(NotificationList::entry).toList());
    }

    /// The same as some clients expect it: an object with the one document that there is, or without.
    ///
    /// @param notifications at most one
    public static Document single(List<Document> notifications) {
        return of(notifications.isEmpty() ? Map.of() : entry(notifications.getFirst()));
    }

    private static Document of(Object content) {
        return new Document(Root.NOTIFICATION_LIST.text(), content);
    }

    private static Map<String, Object> entry(Document notification) {
        return Map.of(notification.root(), notification.content());
    }

    /// Says that a list waits which is too long to be pushed. OMA NMS §8.6
    ///
    /// @param channelURL where it is fetched by a long poll
    /// @param channelExpiry when the channel ends, unless it is extended
    public record LargePolling(String channelURL, String channelExpiry) {
        public Document document() {
            return new Document(Root.LARGE_POLLING.text(), this);
        }
    }
}
