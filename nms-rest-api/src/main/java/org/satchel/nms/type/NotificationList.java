// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.type;

import java.util.List;
import java.util.Map;

/// What a notification channel carries at a time: whole documents, each under its own root. OMA NMS §5.7
///
/// @param nmsEventList the one kind of document that is notified
public record NotificationList(NmsEventList nmsEventList) {
    /// A list of none, one or several. An array even then. OMA NMS §13.26
    public static Document document(List<NmsEventList> lists) {
        return new Document(
                "notificationList", lists.stream().map(NotificationList::new).toList());
    }

    /// The same as some clients expect it: an object with the one list that there is, or without.
    ///
    /// @param lists at most one
    public static Document single(List<NmsEventList> lists) {
        return new Document("notificationList", lists.isEmpty() ? Map.of() : new NotificationList(lists.getFirst()));
    }
}
