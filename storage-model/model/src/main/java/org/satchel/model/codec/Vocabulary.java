// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.codec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Strings that nearly every object has; they are written as their number in this list.
///
/// Part of the stored form: new ones go to the end, none is ever moved or removed.
final class Vocabulary {
    static final List<String> STRINGS = List.of(
            "",
            "7bit",
            "8bit",
            "binary",
            "base64",
            "quoted-printable",
            "text",
            "plain",
            "message",
            "cpim",
            "multipart",
            "mixed",
            "related",
            "alternative",
            "application",
            "octet-stream",
            "image",
            "jpeg",
            "png",
            "charset",
            "utf-8",
            "us-ascii",
            "boundary",
            "name",
            "filename",
            "type",
            "attachment",
            "inline",
            "text/plain",
            "text/plain; charset=utf-8",
            "text/plain;charset=utf-8",
            "text/plain; charset=UTF-8",
            "text/plain;charset=UTF-8",
            "message/cpim",
            "message/imdn+xml",
            "application/vnd.gsma.rcs-ft-http+xml",
            "application/x-cpm-session",
            "application/group-state-object+xml",
            "Application",
            "X-CPM-Session",
            "X-CPM-File-Transfer",
            "group-state-object+xml",
            "multipart/related",
            "multipart/mixed",
            "image/jpeg",
            "image/png",
            "Date",
            "Direction",
            "In",
            "Out",
            "From",
            "To",
            "Cc",
            "Bcc",
            "Subject",
            "Conversation-ID",
            "Contribution-ID",
            "InReplyTo-Contribution-ID",
            "IMDN-Message-ID",
            "P-Asserted-Service",
            "Message-Context",
            "TextContent",
            "Content-Type",
            "MultipartContentType",
            "Charset",
            "Content-Transfer-Encoding",
            "MIME-Version",
            "1.0",
            "Is-CPM-Group",
            "Is-OPEN-Group",
            "yes",
            "no",
            "DispositionType",
            "DispositionStatus",
            "DispositionOriginalMessageID",
            "DispositionOriginalTo",
            "delivery",
            "display",
            "delivered",
            "displayed",
            "ReportRequested",
            "positive-delivery",
            "positive-delivery, display",
            "positive-delivery,display",
            "Message-Correlator",
            "chat-message",
            "file-message",
            "standalone-message",
            "imdn-message",
            "pager-message",
            "multimedia-message",
            "text-message",
            "none",
            "X-RCS-Chat-Session",
            "X-RCS-Chat-GSO",
            "urn:urn-7:3gpp-service.ims.icsi.oma.cpm.msg",
            "urn:urn-7:3gpp-service.ims.icsi.oma.cpm.largemsg",
            "urn:urn-7:3gpp-service.ims.icsi.oma.cpm.session",
            "urn:urn-7:3gpp-service.ims.icsi.oma.cpm.msg.group",
            "urn:urn-7:3gpp-service.ims.icsi.oma.cpm.largemsg.group",
            "urn:urn-7:3gpp-service.ims.icsi.oma.cpm.session.group",
            "urn:urn-7:3gpp-service.ims.icsi.oma.cpm.filetransfer",
            "anonymous.invalid",
            "sip:anonymous",
            "Message-Id",
            "UDH",
            "$Forwarded",
            "$MDNSent",
            "$ReadReportSent",
            "$Archived",
            "\\read-report-sent");

    static final Map<String, Integer> NUMBERS = numbers();

    private Vocabulary() {}

    private static Map<String, Integer> numbers() {
        var numbers = new HashMap<String, Integer>();
        for (int i = 0; i < STRINGS.size(); i++) {
            if (numbers.put(STRINGS.get(i), i) != null) {
                throw new IllegalStateException("twice in the vocabulary: " + STRINGS.get(i));
            }
        }
        return Map.copyOf(numbers);
    }
}
