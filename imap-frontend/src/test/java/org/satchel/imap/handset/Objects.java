// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.handset;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Stored objects as networks and devices write them.
// CPM-MSG §5
final class Objects {
    static final String OWNER = "tel:+15550100001";
    static final String PEER = "tel:+15550100042";
    static final String DATE = "Tue, 03 Mar 2026 09:14:07 +0100";

    private static final String ANONYMOUS = "<sip:anonymous@anonymous.invalid>";

    private Objects() {}

    static String chat(String id, boolean sent, String text) {
        return cpim(
                id,
                sent,
                "",
                "",
                "imdn.Disposition-Notification: positive-delivery, display\n",
                "text/plain; charset=utf-8",
                text);
    }

    static String groupChat(String id, boolean sent, String group, String text) {
        var outer = "Subject: Boat trip\n";
        return cpim(id, sent, group, outer, "", "text/plain; charset=utf-8", text);
    }

    static String imdn(String id, boolean sent, String group, String original, String status) {
        var kind = status.equals("displayed") ? "display" : "delivery";
        var xml = """
                <?xml version="1.0" encoding="UTF-8"?>
                <imdn xmlns="urn:ietf:params:xml:ns:imdn">
                <message-id>%s</message-id>
                <datetime>2026-03-03T08:14:08Z</datetime>
                <%s-notification><status><%s/></status></%s-notification>
                </imdn>
                """.formatted(original, kind, status, kind);
        return cpim(id, sent, group, "", "Content-Disposition: notification\n", "message/imdn+xml", xml);
    }

    static String httpFile(String id, boolean sent, String group) {
        var xml = """
                <?xml version="1.0" encoding="utf-8"?>
                <file><file-info type="file"><file-size>481220</file-size><file-name>pier.jpg</file-name>
                <content-type>image/jpeg</content-type>
                <data url="https://ftcs.example.net/f/9a0" until="2026-04-02T09:14:07Z"/></file-info></file>
                """;
        return cpim(id, sent, group, "", "", "application/vnd.gsma.rcs-ft-http+xml", xml);
    }

    static String sessionInfo(String group) {
        return crlf("""
                Date: %s
                From: %s
                To: sip:conf-factory@ims.example.net
                Message-ID: <s.%s@pf.example.net>
                Subject: Boat trip
                MIME-Version: 1.0
                Content-Type: Application/X-CPM-Session
                Content-Transfer-Encoding: 8bit
                Conversation-ID: %s
                Contribution-ID: %s
                IMDN-Message-ID: info-%s
                Message-Direction: sent

                <?xml version="1.0" encoding="UTF-8"?>
                <session><session-type>Group</session-type><sdp>v=0</sdp><invited-participants>%s;%s</invited-participants></session>
                """.formatted(DATE, OWNER, group, group, group, group, OWNER, PEER));
    }

    static String groupState(String id, String group, String subject) {
        return crlf("""
                Date: %s
                From: sip:anonymous@anonymous.invalid
                To: %s
                Message-ID: <%s@pf.example.net>
                Subject: %s
                MIME-Version: 1.0
                Content-Type: application/group-state-object+xml
                Content-Transfer-Encoding: 8bit
                Conversation-ID: %s
                Contribution-ID: %s
                IMDN-Message-ID: %s
                Message-Direction: sent

                <?xml version="1.0" encoding="UTF-8"?>
                <groupstate timestamp="2026-03-03T10:02:12+01:00" lastfocussessionid="sip:focus@as.example.net" group-type="Closed">
                <participant name="Ann" comm-addr="%s"/><participant name="" comm-addr="%s"/></groupstate>
                """.formatted(DATE, OWNER, id, subject, group, group, id, OWNER, PEER));
    }

    static String msrpFile(String id) {
        return crlf("""
                From: %s
                Date: %s
                Subject: pier
                MIME-Version: 1.0
                Conversation-ID: c-58d0f7
                Contribution-ID: k-22bb01
                IMDN-Message-ID: %s
                Message-Direction: received
                Content-Type: multipart/related; boundary=cpm; type="Application/X-CPM-File-Transfer"

                --cpm
                Content-Type: Application/X-CPM-File-Transfer

                <file-transfer-type>1-1</file-transfer-type>
                <invited-participants>%s</invited-participants>
                <file-object><cid>cid:pic@pf.example.net</cid><sdp>a=sendonly</sdp></file-object>
                --cpm
                Content-Type: image/jpeg
                Content-Transfer-Encoding: base64
                Content-ID: <pic@pf.example.net>

                /9j/4AAQSkZJRg==
                --cpm--
                """.formatted(PEER, DATE, id, OWNER));
    }

    static String media(String id) {
        return crlf("""
                From: %s
                Date: %s
                Message-ID: <%s@pf.example.net>
                MIME-Version: 1.0
                Content-Type: image/jpeg
                Content-Transfer-Encoding: base64
                Content-Disposition: attachment; filename="pier.jpg"

                /9j/4AAQSkZJRg==
                """.formatted(OWNER, DATE, id));
    }

    /// @param id of the device that writes it
    /// @param at seconds of the minute
    static String sms(String id, boolean sent, String text, int at) {
        return crlf("""
                From: %s
                To: %s
                Date: %s
                Message-Context: pager-message
                Message-Correlator: %s
                Message-Direction: %s
                Conversation-ID: %s-c
                Contribution-ID: %s-k
                IMDN-Message-ID: %s
                MIME-Version: 1.0
                Content-Type: message/cpim
                Content-Transfer-Encoding: 8bit

                From: <%s>
                To: <%s>
                NS: imdn <urn:ietf:params:imdn>
                NS: rcs <http://www.gsma.com>
                imdn.Message-ID: %s
                DateTime: 2026-03-03T09:14:%02d+01:00

                Content-Type: text/plain; charset=utf-8

                %s""".formatted(
                        sent ? OWNER : PEER,
                        sent ? PEER : OWNER,
                        DATE,
                        correlator(text),
                        sent ? "sent" : "received",
                        id,
                        id,
                        id,
                        sent ? OWNER : PEER,
                        sent ? PEER : OWNER,
                        id,
                        at,
                        text));
    }

    static String mms(String id, boolean sent) {
        return crlf("""
                From: %s
                To: %s
                Date: %s
                Message-Context: multimedia-message
                Message-Correlator: %s
                Message-Direction: %s
                Conversation-ID: %s-c
                Contribution-ID: %s-k
                IMDN-Message-ID: %s-i
                MIME-Version: 1.0
                Content-Type: message/cpim
                Content-Transfer-Encoding: 8bit

                From: <%s>
                To: <%s>
                NS: imdn <urn:ietf:params:imdn>
                imdn.Message-ID: %s-i
                DateTime: 2026-03-03T09:14:07+01:00

                Content-Type: multipart/related;boundary="mms";

                --mms
                Content-Type: image/jpeg
                Content-ID: <1>
                Content-Transfer-Encoding: base64

                /9j/4AAQSkZJRg==
                --mms--
                """.formatted(
                        sent ? OWNER : PEER,
                        sent ? PEER : OWNER,
                        DATE,
                        id,
                        sent ? "sent" : "received",
                        id,
                        id,
                        id,
                        sent ? OWNER : PEER,
                        sent ? PEER : OWNER,
                        id));
    }

    /// CPM-MSG §5.9
    static String correlator(String text) {
        var cut = text.substring(0, Math.min(160, text.length()))
                .replace('\r', ' ')
                .replace('\n', ' ');
        return cut.chars().allMatch(c -> c < 128)
                ? cut
                : "=?utf-8?b?" + Base64.getEncoder().encodeToString(cut.getBytes(StandardCharsets.UTF_8)) + "?=";
    }

    private static String cpim(
            String id, boolean sent, String group, String outer, String inner, String type, String content) {
        return crlf("""
                Date: %s
                From: %s
                To: %s
                Message-ID: <%s@pf.example.net>
                MIME-Version: 1.0
                %sContent-Type: message/cpim
                Content-Transfer-Encoding: 8bit
                Conversation-ID: %s
                Contribution-ID: %s
                IMDN-Message-ID: %s
                Message-Direction: %s

                From: %s
                To: %s
                NS: imdn <urn:ietf:params:imdn>
                imdn.Message-ID: %s
                DateTime: 2026-03-03T09:14:07+0100
                %s
                Content-Type: %s
                Content-Length: %d

                %s""".formatted(
                        DATE,
                        sent ? OWNER : PEER,
                        sent ? PEER : OWNER,
                        id,
                        outer,
                        group.isEmpty() ? "c-58d0f7" : group,
                        group.isEmpty() ? "k-10ab93" : group,
                        id,
                        sent ? "sent" : "received",
                        group.isEmpty() ? ANONYMOUS : "<" + (sent ? OWNER : PEER) + ">",
                        ANONYMOUS,
                        id,
                        inner,
                        type,
                        content.getBytes(StandardCharsets.UTF_8).length,
                        content));
    }

    private static String crlf(String text) {
        return text.replace("\r", "").replace("\n", "\r\n");
    }
}
