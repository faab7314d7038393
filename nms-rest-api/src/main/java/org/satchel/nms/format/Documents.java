// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;
import org.satchel.model.FirstBytes;
import org.satchel.nms.problem.Refusal;
import org.satchel.nms.settings.NmsLimits;
import org.satchel.nms.type.Document;
import org.satchel.nms.type.NmsObject;

/// Documents as they go over the wire, in either format. Safe for any number of threads.
///
/// A resource is one record in both; only the root differs: a member in JSON, a qualified element in XML.
// OMA NMS §4.1, §4.5
public final class Documents {
    private static final String ANY = "notification";
    private static final int ANSWER_BYTES_EXPECTED = 4 * 1024;
    /// Less than of any document, as there is something around it when it is kept and when it is sent.
    private static final int DEPTH_MAX = 16;
    /// A name in XML, without the letters of other alphabets.
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9._-]*");

    private final Json json;
    private final Xml xml;
    private final int bytesMax;

    public Documents(Json json, NmsLimits.Bodies limits) {
        this.json = json;
        this.xml = new Xml(limits.jsonDepthMax());
        this.bytesMax = limits.jsonBytesMax();
    }

    /// Reads one document.
    ///
    /// @throws Refusal 400 when it cannot be understood, 413 when it is too long
    <T> T read(InputStream in, Format format, String root, Class<T> type) throws IOException {
        // One byte more than allowed tells too long from just fitting, whatever length the client announced.
        var bytes = FirstBytes.of(in, bytesMax + 1);
        if (bytes.length > bytesMax) {
            throw Refusal.tooLarge(root + " is longer than " + bytesMax + " bytes");
        }
        return switch (format) {
            case JSON -> json.read(bytes, root, type);
            case XML -> json.convert(xml.read(bytes, root), root, type);
        };
    }

    /// Reads a notification, of whatever kind: one root with members, which can be said in either format.
    ///
    /// @throws Refusal 400 when it is something else
    // OMA NMS §3.4
    public Document any(byte[] bytes, Format format) {
        var tree = switch (format) {
            case JSON -> json.whole(bytes, ANY);
            case XML -> xml.whole(bytes, ANY);
        };
        if (tree.size() != 1
                || !(tree.iterator().next() instanceof ObjectNode content)
                || !isSayable(tree, DEPTH_MAX)) {
            throw Refusal.badInput(ANY);
        }
        return new Document(tree.fieldNames().next(), content);
    }

    /// Whether all names are names in XML too, and no list stands in a list. What is null is left out.
    private static boolean isSayable(JsonNode tree, int depth) {
        return switch (tree) {
            case ContainerNode<?> _ when depth == 0 -> false;
            case ObjectNode object -> {
                object.properties().removeIf(member -> member.getValue().isNull());
                yield object.properties().stream()
                        .allMatch(member ->
                                NAME.matcher(member.getKey()).matches() && isSayable(member.getValue(), depth - 1));
            }
            case ArrayNode list -> {
                boolean flat = true;
                for (var each : list) {
                    flat &= !each.isArray() && !each.isNull() && isSayable(each, depth);
                }
                yield flat;
            }
            default -> true;
        };
    }

    public void write(Document document, Format format, OutputStream out) throws IOException {
        switch (format) {
            case JSON -> json.write(document, out);
            case XML -> {
                try {
                    xml.write(document.root(), json.tree(document.content()), out);
                } catch (XMLStreamException e) {
                    throw new IOException(e);
                }
            }
        }
    }

    public String text(String root, Object content, Format format) {
        return new String(bytes(new Document(root, content), format), StandardCharsets.UTF_8);
    }

    /// To be sent.
    public ByteBuffer buffer(Document document, Format format) {
        return format == Format.JSON && document.content() instanceof NmsObject object
                ? NmsObjectJson.document(document.root(), object)
                : ByteBuffer.wrap(bytes(document, format));
    }

    public byte[] bytes(Document document, Format format) {
        try {
            var out = new ByteArrayOutputStream(ANSWER_BYTES_EXPECTED);
            write(document, format, out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
