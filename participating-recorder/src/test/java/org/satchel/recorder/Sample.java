// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// A request to send, made of a plausible one by changes.
///
/// @param headers a null value leaves the header out
record Sample(String method, String uri, Map<String, String> headers, Octets body) {
    static final String ALICE = "+15550100001";
    static final String BOB = "+15550100002";
    static final String STRANGER = "+15550100099";

    private static final AtomicLong COUNT = new AtomicLong();

    /// A pager-mode message between two numbers.
    static Sample message(String from, String to, String body) {
        return message(from, to, Octets.of(body));
    }

    static Sample message(String from, String to, Octets body) {
        long number = COUNT.incrementAndGet();
        var headers = new LinkedHashMap<String, String>();
        headers.put("Via", "SIP/2.0/TCP 127.0.0.1:9;branch=z9hG4bK-" + System.nanoTime() + "-" + number);
        headers.put("Max-Forwards", "70");
        headers.put("From", "<sip:" + from + "@ims.example.net>;tag=f" + number);
        headers.put("To", "<sip:" + to + "@ims.example.net>");
        headers.put("Call-ID", "call-" + System.nanoTime() + "-" + number + "@127.0.0.1");
        headers.put("CSeq", "1 MESSAGE");
        headers.put("P-Asserted-Identity", "<sip:" + from + "@ims.example.net>");
        headers.put("P-Asserted-Service", CpmFeature.PAGER_ICSI);
        headers.put("Conversation-ID", "c-77");
        headers.put("Contribution-ID", "k-" + number);
        headers.put("Content-Type", "message/cpim");
        return new Sample("MESSAGE", "sip:" + to + "@ims.example.net", headers, body);
    }

    /// CPIM with text in it.
    static String cpim(String id, String text) {
        return "From: <sip:anonymous@anonymous.invalid>\r\nTo: <sip:anonymous@anonymous.invalid>\r\n"
                + "NS: imdn <urn:ietf:params:imdn>\r\nimdn.Message-ID: " + id + "\r\n"
                + "DateTime: 2026-03-03T09:14:07+01:00\r\nimdn.Disposition-Notification: positive-delivery, display\r\n\r\n"
                + "Content-Type: text/plain; charset=utf-8\r\n\r\n" + text;
    }

    /// A notification about a message.
    ///
    /// @param element `delivery` or `display`
    static String imdn(String id, String originalId, String element, String status) {
        return "From: <sip:anonymous@anonymous.invalid>\r\nTo: <sip:anonymous@anonymous.invalid>\r\n"
                + "NS: imdn <urn:ietf:params:imdn>\r\nimdn.Message-ID: " + id + "\r\n"
                + "DateTime: 2026-03-03T09:14:09Z\r\nContent-Disposition: notification\r\n\r\n"
                + "Content-Type: message/imdn+xml\r\n\r\n"
                + "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<imdn xmlns=\"urn:ietf:params:xml:ns:imdn\">\n"
                + "<message-id>" + originalId + "</message-id>\n<datetime>2026-03-03T08:14:08Z</datetime>\n"
                + "<" + element + "-notification><status><" + status + "/></status></" + element
                + "-notification>\n</imdn>\n";
    }

    Sample with(String name, String value) {
        var changed = new LinkedHashMap<>(headers);
        changed.put(name, value);
        return new Sample(method, uri, changed, body);
    }

    Sample without(String name) {
        return with(name, null);
    }

    /// The same request as another branch of a fork, or sent again, would bring it.
    Sample again() {
        return with(
                "Via",
                "SIP/2.0/TCP 127.0.0.1:9;branch=z9hG4bK-again-" + System.nanoTime() + "-" + COUNT.incrementAndGet());
    }

    Sample served(String number, String sescase) {
        return with("P-Served-User", "<sip:" + number + "@ims.example.net>;sescase=" + sescase + ";regstate=reg");
    }

    byte[] bytes() {
        var head = new StringBuilder(method).append(' ').append(uri).append(" SIP/2.0\r\n");
        headers.forEach((name, value) -> {
            if (value != null) {
                head.append(name).append(": ").append(value).append("\r\n");
            }
        });
        if (!headers.containsKey("Content-Length")) {
            head.append("Content-Length: ").append(body.size()).append("\r\n");
        }
        var all = new ByteArrayOutputStream();
        all.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        all.writeBytes(body.toBytes());
        return all.toByteArray();
    }
}
