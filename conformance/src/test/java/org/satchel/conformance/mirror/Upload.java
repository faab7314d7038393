// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.mirror;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.List;

/// Messages in the forms in which clients bring them.
final class Upload {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BOUNDARY = "upload-boundary-8d2a";

    private Upload() {}

    static String contentType() {
        return "multipart/form-data; boundary=" + BOUNDARY;
    }

    /// One message.
    ///
    /// @param id that nobody else has
    /// @param flags of NMS
    record Message(String id, String text, List<String> flags) {
        Message {
            flags = List.copyOf(flags);
        }
    }

    /// The body of a bulkCreation. OMA NMS §6.2
    ///
    /// @param folder path with a slash before it
    static byte[] bulk(String folder, List<Message> messages) {
        var root = JSON.createObjectNode();
        ArrayNode objects = root.putObject("objectList").putArray("object");
        for (var message : messages) {
            var object = objects.addObject();
            object.put("parentFolderPath", folder).put("correlationId", message.id());
            var attributes = object.putObject("attributes").putArray("attribute");
            attribute(attributes, "Date", "2026-03-01T10:00:00Z");
            attribute(attributes, "From", "tel:+15550100042");
            attribute(attributes, "To", "tel:+15550100001");
            attribute(attributes, "Direction", "In");
            attribute(attributes, "Message-Context", "pager-message");
            attribute(attributes, "Content-Type", "text/plain;charset=UTF-8");
            var flags = object.putObject("flags").putArray("flag");
            message.flags().forEach(flags::add);
        }
        var out = new ByteArrayOutputStream();
        part(out, "form-data; name=\"root-fields\"", "application/json", root.toString());
        for (var message : messages) {
            part(
                    out,
                    "form-data;name=\"attachments\";filename=\"sms.txt\"",
                    "text/plain;charset=UTF-8",
                    message.text());
        }
        out.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(UTF_8));
        return out.toByteArray();
    }

    /// As IMAP clients bring it, with a picture.
    static byte[] mail(String id, String text, byte[] picture) {
        return """
                From: <tel:+15550100042>
                To: <tel:+15550100001>
                Date: Sun, 01 Mar 2026 10:00:00 +0000
                Subject: %s
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary="b-%s"

                --b-%s
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: 8bit

                %s
                --b-%s
                Content-Type: image/png; name="p.png"
                Content-Disposition: attachment; filename="p.png"
                Content-Transfer-Encoding: base64

                %s
                --b-%s--
                """.formatted(id, id, id, text, id, Base64.getMimeEncoder().encodeToString(picture), id)
                .replace("\r\n", "\n")
                .replace("\n", "\r\n")
                .getBytes(UTF_8);
    }

    /// As IMAP clients bring a line of text.
    static byte[] note(String id, String text) {
        return """
                From: <tel:+15550100042>
                To: <tel:+15550100001>
                Date: Sun, 01 Mar 2026 10:00:00 +0000
                Subject: %s
                MIME-Version: 1.0
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: 8bit

                %s""".formatted(id, text).replace("\n", "\r\n").getBytes(UTF_8);
    }

    private static void attribute(ArrayNode attributes, String name, String value) {
        attributes.addObject().put("name", name).putArray("value").add(value);
    }

    private static void part(ByteArrayOutputStream out, String disposition, String type, String body) {
        out.writeBytes(("--" + BOUNDARY + "\r\nContent-Disposition: " + disposition + "\r\nContent-Type: " + type
                        + "\r\n\r\n" + body + "\r\n")
                .getBytes(UTF_8));
    }
}
