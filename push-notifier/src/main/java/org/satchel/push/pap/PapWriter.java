// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.pap;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Writes documents of the protocol. A push submission is a multipart/related of control entity and content entity,
/// everything else is XML alone.
// WAP-PAP §8.1 (multipart/related), §9.2 (push-message), §9.4 (cancel-message), §9.8 (statusquery-message)
final class PapWriter {
    /// Never occurs in what is between: the control entity is ours, and a body is one line without a leading
    /// "--".
    private static final String BOUNDARY = "satchel-push-boundary";

    static final String XML = "application/xml";
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
        var replaced = full && push.replaces() != null ? attribute("replace-push-id", push.replaces()) : "";
        var notified = push.notifyTo() != null ? attribute("ppg-notify-requested-to", push.notifyTo()) : "";
        return document(
                version,
                "<push-message" + attribute("push-id", push.id()) + replaced
                        + attribute("deliver-before-timestamp", timestamp(push.deliverBefore())) + notified + ">\n"
                        + address(push.address())
                        + quality
                        + "</push-message>");
    }

    /// Takes a push back.
    static byte[] cancel(Push push, PapVersion version) {
        return about("cancel-message", push, version);
    }

    /// Asks how far a push has come.
    static byte[] statusQuery(Push push, PapVersion version) {
        return about("statusquery-message", push, version);
    }

    /// Answers word of what became of a push.
    static String noted(PapNotice notice, PapStatus status) {
        return document(
                PapVersion.V2_1,
                "<resultnotification-response" + attribute("push-id", notice.pushId())
                        + attribute("code", Integer.toString(status.code())) + ">\n"
                        + address(notice.address())
                        + "</resultnotification-response>");
    }

    /// Answers what cannot be read.
    static String badMessage() {
        return document(
                PapVersion.V2_1,
                "<badmessage-response" + attribute("code", Integer.toString(PapStatus.BAD_REQUEST.code()))
                        + attribute("bad-message-fragment", "") + "/>");
    }

    private static byte[] about(String element, Push push, PapVersion version) {
        return document(
                        version,
                        "<" + element + attribute("push-id", push.id()) + ">\n" + address(push.address()) + "</"
                                + element + ">")
                .getBytes(UTF_8);
    }

    private static String document(PapVersion version, String inner) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + version.docType() + "\n<pap>\n" + inner + "\n</pap>\n";
    }

    private static String address(String value) {
        return "<address" + attribute("address-value", value) + "/>\n";
    }

    private static String attribute(String name, String value) {
        return " " + name + "=\"" + escaped(value) + "\"";
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
