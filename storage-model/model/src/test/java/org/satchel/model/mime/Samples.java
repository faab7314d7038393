// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.mime;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.satchel.model.Kind;
import org.satchel.model.Summary;

/// One object of every kind, as a Participating Function or a device writes them.
// CPM-MSG §5
public final class Samples {
    private Samples() {}

    public static final String CHAT = crlf("""
            Date: Tue, 03 Mar 2026 09:14:07 +0100
            From: tel:+15550100001
            To: tel:+15550100042
            Message-ID: <s1.4411@pf2.example.net>
            MIME-Version: 1.0
            Content-Type: message/cpim
            Content-Transfer-Encoding: 8bit
            Conversation-ID: c-58d0f7
            Contribution-ID: k-10ab93
            IMDN-Message-ID: Mx7Qe4LrT2
            Message-Direction: sent

            From: <sip:anonymous@anonymous.invalid>
            To: <sip:anonymous@anonymous.invalid>
            NS: imdn <urn:ietf:params:imdn>
            imdn.Message-ID: Mx7Qe4LrT2
            DateTime: 2026-03-03T09:14:07+0100
            imdn.Disposition-Notification: positive-delivery, display

            Content-Type: text/plain; charset=utf-8
            Content-Length: 13

            See you at 6
            """);

    public static final String PAGER = CHAT.replace(
            "Message-Direction: sent",
            "P-Asserted-Service: urn:urn-7:3gpp-service.ims.icsi.oma.cpm.msg\r\nMessage-Direction: received");

    public static final String LARGE = CHAT.replace(
            "Message-Direction: sent",
            "Accept-Contact: *;+g.3gpp.icsi-ref=\"urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.largemsg\"\r\n"
                    + "Message-Direction: sent");

    public static final String IMDN = crlf("""
            Date: Tue, 03 Mar 2026 09:14:09 +0100
            From: tel:+15550100042
            To: tel:+15550100001
            Message-ID: <s1.4412@pf2.example.net>
            MIME-Version: 1.0
            Content-Type: message/cpim
            Content-Transfer-Encoding: 8bit
            Conversation-ID: c-58d0f7
            Contribution-ID: k-10ab93
            IMDN-Message-ID: Mi0n3Wd8Pz
            Message-Direction: received

            From: <sip:anonymous@anonymous.invalid>
            To: <sip:anonymous@anonymous.invalid>
            NS: imdn <urn:ietf:params:imdn>
            imdn.Message-ID: Mi0n3Wd8Pz
            DateTime: 2026-03-03T09:14:09+0100
            Content-Disposition: notification

            Content-Type: message/imdn+xml
            Content-Length: 249

            <?xml version="1.0" encoding="UTF-8"?>
            <imdn xmlns="urn:ietf:params:xml:ns:imdn">
            <message-id>Mx7Qe4LrT2</message-id>
            <datetime>2026-03-03T08:14:08Z</datetime>
            <delivery-notification><status><delivered/></status></delivery-notification>
            </imdn>
            """);

    public static final String HTTP_FILE = crlf("""
            Date: Tue, 03 Mar 2026 09:14:07 +0100
            From: tel:+15550100001
            To: tel:+15550100042
            Content-Type: message/cpim
            Conversation-ID: c-58d0f7
            Contribution-ID: k-10ab94
            IMDN-Message-ID: Mf1
            Message-Direction: sent

            From: <sip:anonymous@anonymous.invalid>
            To: <sip:anonymous@anonymous.invalid>
            NS: imdn <urn:ietf:params:imdn>
            imdn.Message-ID: Mf1
            DateTime: 2026-03-03T08:14:07Z

            Content-Type: application/vnd.gsma.rcs-ft-http+xml

            <?xml version="1.0" encoding="utf-8"?>
            <file>
             <file-info type="thumbnail"><file-size>7208</file-size><content-type>image/jpeg</content-type>
              <data url="https://ftcs.example.net/t/9a1" until="2026-04-02T09:14:07Z"/></file-info>
             <file-info type="file"><file-size>481220</file-size><file-name>pier.jpg</file-name>
              <content-type>image/jpeg</content-type>
              <data url="https://ftcs.example.net/f/9a0" until="2026-04-02T09:14:07Z"/></file-info>
            </file>
            """);

    public static final String FILE_TRANSFER = crlf("""
            From: tel:+15550100042
            Date: Wed, 04 Mar 2026 17:40:55 +0100
            Subject: pier
            Conversation-ID: c-58d0f7
            Contribution-ID: k-22bb01
            InReplyTo-Contribution-ID: k-10ab93
            IMDN-Message-ID: Mf9Zt1
            Message-Direction: received
            Content-Type: multipart/related; boundary=cpm; type="Application/X-CPM-File-Transfer"

            --cpm
            Content-Type: Application/X-CPM-File-Transfer

            <file-transfer-type>1-1</file-transfer-type>
            <invited-participants>tel:+15550100001</invited-participants>
            <file-object>
             <cid>cid:pic1@pf2.example.net</cid>
             <sdp>
            i=pier at dusk
            a=sendonly
            a=file-selector:name:"pier.jpg" type:image/jpeg size:481220
            a=file-disposition:render
             </sdp>
            </file-object>
            --cpm
            Content-Type: image/jpeg
            Content-Transfer-Encoding: base64
            Content-ID: <pic1@pf2.example.net>

            /9j/4AAQSkZJRgABAQ==
            --cpm--
            """);

    public static final String SESSION_INFO = crlf("""
            Date: Tue, 03 Mar 2026 10:02:11 +0100
            From: tel:+15550100001
            To: sip:conf-factory@ims.example.net
            Message-ID: <s1.5100@pf2.example.net>
            Subject: Boat trip
            MIME-Version: 1.0
            Content-Type: Application/X-CPM-Session
            Content-Transfer-Encoding: 8bit
            Conversation-ID: 7b1c0f6ad1
            Contribution-ID: 7b1c0f6ad1
            IMDN-Message-ID: Ms5Uq
            Message-Direction: sent

            <?xml version="1.0" encoding="UTF-8"?>
            <session><session-type>Group</session-type><sdp>v=0
            o=- 7 7 IN IP4 198.51.100.20
            s=-
            </sdp><invited-participants>tel:+15550100001;tel:+15550100042</invited-participants></session>
            """);

    public static final String GROUP_STATE = crlf("""
            Date: Tue, 03 Mar 2026 10:02:12 +0100
            From: sip:anonymous@anonymous.invalid
            To: tel:+15550100001
            Message-ID: <s1.5101@pf2.example.net>
            Subject: Boat trip
            MIME-Version: 1.0
            Content-Type: Application/group-state-object+xml
            Content-Transfer-Encoding: 8bit
            Conversation-ID: 7b1c0f6ad1
            Contribution-ID: 7b1c0f6ad1
            IMDN-Message-ID: Mg2Kd
            Message-Direction: sent

            <?xml version="1.0" encoding="UTF-8"?>
            <groupstate timestamp="2026-03-03T10:02:12+01:00"
              lastfocussessionid="sip:focus-31@as.example.net;transport=tcp;ocid=7b1c0f6ad1" group-type="Closed">
              <participant name="Ann" comm-addr="tel:+15550100001"/>
              <participant name="" comm-addr="tel:+15550100042"/>
            </groupstate>
            """);

    public static final String SMS = crlf("""
            Date: Tue, 03 Mar 2026 11:00:00 +0100
            From: tel:+15550100042
            To: tel:+15550100001
            Message-Context: pager-message
            Message-Correlator: =?utf-8?b?R3LDvMOfZQ==?=
            Message-Direction: received
            Conversation-ID: 9d5d2f5e
            Contribution-ID: 9d5d2f5f
            IMDN-Message-ID: Sm1
            Content-Type: message/cpim

            From: <tel:+15550100042>
            To: <tel:+15550100001>
            NS: imdn <urn:ietf:params:imdn>
            NS: rcs <http://www.gsma.com>
            imdn.Message-ID: Sm1
            DateTime: 2026-03-03T11:00:00+01:00

            Content-Type: text/plain; charset=utf-8

            Grüße""");

    public static final String MMS = crlf("""
            Date: Tue, 03 Mar 2026 11:05:00 +0100
            From: tel:+15550100042
            To: tel:+15550100001
            Message-Context: multimedia-message
            Message-Correlator: mms-4711
            Message-Direction: received
            Conversation-ID: 9d5d2f60
            Contribution-ID: 9d5d2f61
            IMDN-Message-ID: Mm1
            Content-Type: message/cpim

            From: <tel:+15550100042>
            To: <tel:+15550100001>
            NS: imdn <urn:ietf:params:imdn>
            imdn.Message-ID: Mm1
            DateTime: 2026-03-03T11:05:00+01:00
            Subject: From the lake

            Content-Type: multipart/related;boundary="b0";

            --b0
            Content-Type: application/smil
            Content-ID: <smil>

            <smil/>
            --b0
            Content-Type: text/plain; charset=utf-8
            Content-ID: <text>

            Look at this
            --b0
            Content-Type: image/png
            Content-ID: <pic>
            Content-Transfer-Encoding: base64

            iVBORw0KGgo=
            --b0--
            """);

    public static final String GROUP_EVENT = CHAT.replace(
            "Content-Type: text/plain; charset=utf-8", "Content-Type: application/vnd.oma.cpm-groupdata+xml");

    public static final String OLD_TEXT = crlf("""
            From: tel:+15550100042
            To: tel:+15550100001
            Date: Wed, 04 Mar 2026 17:40:55 +0100
            Conversation-ID: c-1
            Contribution-ID: k-1
            Message-Direction: received
            Content-Type: text/plain; charset=utf-8

            Hello from 2013
            """);

    public static final String MEDIA = crlf("""
            From: tel:+15550100042
            Date: Wed, 04 Mar 2026 17:40:55 +0100
            Message-ID: <m1@pf2.example.net>
            Content-Type: image/jpeg; name=pier.jpg
            Content-Transfer-Encoding: base64
            Content-Disposition: attachment; filename="pier.jpg"

            /9j/4AAQSkZJRgABAQ==
            """);

    public static final Map<String, Kind> KINDS = Map.ofEntries(
            Map.entry(CHAT, Kind.CHAT_MESSAGE),
            Map.entry(PAGER, Kind.PAGER_MESSAGE),
            Map.entry(LARGE, Kind.LARGE_MESSAGE),
            Map.entry(IMDN, Kind.IMDN),
            Map.entry(HTTP_FILE, Kind.HTTP_FILE_TRANSFER),
            Map.entry(FILE_TRANSFER, Kind.FILE_TRANSFER),
            Map.entry(SESSION_INFO, Kind.SESSION_INFO),
            Map.entry(GROUP_STATE, Kind.GROUP_STATE),
            Map.entry(SMS, Kind.SMS),
            Map.entry(MMS, Kind.MMS),
            Map.entry(GROUP_EVENT, Kind.GROUP_EVENT),
            Map.entry(OLD_TEXT, Kind.TEXT),
            Map.entry(MEDIA, Kind.MEDIA));

    public static String crlf(String text) {
        return text.replace("\n", "\r\n");
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static Summary summarise(String text) {
        return summarise(bytes(text));
    }

    public static Summary summarise(byte[] bytes) {
        var summarizer = new Summarizer();
        summarizer.write(bytes, 0, bytes.length);
        return summarizer.finish();
    }
}
