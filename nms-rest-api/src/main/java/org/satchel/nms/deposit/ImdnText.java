// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.deposit;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// The body of a disposition notification, made from the attributes of an object that has none.
// RFC 5438 §7.1.1, CPM-MSG §5.5
final class ImdnText {
    private static final List<String> STATUSES =
            List.of("delivered", "displayed", "failed", "forbidden", "error", "processed", "stored");

    private ImdnText() {}

    static String of(Attributes attributes, String originalMessageId, Instant at) {
        boolean display =
                attributes.is("DispositionType", "display") || attributes.is("DispositionStatus", "displayed");
        var status = attributes
                .first("DispositionStatus")
                .map(given -> given.toLowerCase(Locale.ROOT))
                .filter(STATUSES::contains)
                .orElse(display ? "displayed" : "delivered");
        var element = display ? "display-notification" : "delivery-notification";
        var recipient = attributes
                .first("DispositionOriginalTo")
                .map(uri -> "<recipient-uri>" + escaped(HeaderText.address(uri)) + "</recipient-uri>\r\n")
                .orElse("");
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n"
                + "<imdn xmlns=\"urn:ietf:params:xml:ns:imdn\">\r\n"
                + "<message-id>" + escaped(originalMessageId) + "</message-id>\r\n"
                + "<datetime>" + at + "</datetime>\r\n"
                + recipient
                + "<" + element + "><status><" + status + "/></status></" + element + ">\r\n"
                + "</imdn>\r\n";
    }

    private static String escaped(String text) {
        var out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                default -> out.appendCodePoint(c < ' ' ? ' ' : c);
            }
        });
        return out.toString();
    }
}
