// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.channels;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.satchel.nms.format.Documents;
import org.satchel.nms.format.Format;
import org.satchel.nms.type.Document;
import org.satchel.nms.type.NotificationList;

/// How notifications are written for those who read channels.
///
/// @param single one at a time, as an object and not as an array
// OMA NMS §13.26
public record ListForm(Documents documents, boolean single) {
    byte[] bytes(List<Document> lists, Format format) {
        return documents.bytes(single ? NotificationList.single(lists) : NotificationList.document(lists), format);
    }

    String text(List<Document> lists, Format format) {
        return new String(bytes(lists, format), StandardCharsets.UTF_8);
    }
}
