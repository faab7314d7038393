// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.pap;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Writes a push submission: a multipart/related of control entity and content entity.
// WAP-PAP §8.1 (multipart/related), §9.2 (push-message)
final class PapWriter {
    /// Never occurs in what is between: the control entity is ours, and a body is one line without a leading
    /// "--".
    private static final String BOUNDARY = "satchel-push-boundary";

    static final String CONTENT_TYPE = "multipart/related; boundary=" + BOUNDARY + "; type=\"application/xml\"";

    private PapWriter() {}

    /// @param full false = leave out what a gateway may not implement
    static byte[] write(Push push, PapVersion version, ApplicationIdForm form, boolean full) {
        return ("--" + BOUNDARY + "\r\n"
                        + "Content-Type: application/xml\r\n\r\n"
                        + control(push, version, full)
                        + "\r\n--" + BOUNDARY + "\r\n"
                        + "Content-Type: text/plain\r\n"
                        + "X-Wap-Application-Id: " + form.text() + "\r\n\r\n"
                        + push.body()
                        + "\r\n--" + BOUNDARY + "--\r\n")
                .getBytes(UTF_8);
    }

    private static String control(Push push, PapVersion version, boolean full) {
        // Confirmed delivery over SMS never ends with some gateways; a lost wake-up costs little.
        var quality = full ? "<quality-of-service delivery-method=\"unconfirmed\"/>\n" : "";
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + version.docType() + "\n"
                + "<pap>\n<push-message push-id=\"" + escaped(push.id())
                + "\" deliver-before-timestamp=\"" + timestamp(push.deliverBefore()) + "\">\n"
                + "<address address-value=\"" + escaped(push.address()) + "\"/>\n"
                + quality
                + "</push-message>\n</pap>\n";
    }

    // WAP-PAP §9.1: UTC, whole seconds
    private static String timestamp(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
