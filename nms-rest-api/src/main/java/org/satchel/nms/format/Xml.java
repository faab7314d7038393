// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;
import org.satchel.model.mime.ForeignXml;
import org.satchel.nms.problem.Refusal;
import org.satchel.nms.type.Root;

/// The same trees as XML: a member is an element, a list is its element repeated, and only the root has a namespace;
/// `xsi:type` is an attribute. Safe for any number of threads.
///
/// Reads in any order, whatever the namespaces and prefixes; no document type declaration is looked at, so there is
/// no entity to expand.
// OMA NMS §4.5
final class Xml {
    private static final String XSI = "xsi:";
    private static final char REPLACEMENT = '\uFFFD';

    private final XMLOutputFactory writers = XMLOutputFactory.newDefaultFactory();
    private final int depthMax;

    Xml(int depthMax) {
        this.depthMax = depthMax;
    }

    /// What is in the root element.
    ///
    /// @throws Refusal 400 when it is not XML, or its root is another
    JsonNode read(byte[] document, String root) {
        var content = whole(document, root).get(root);
        if (content == null) {
            throw Refusal.badInput(root);
        }
        return content;
    }

    /// A document under its root, whichever that is.
    ///
    /// @param root what is looked for, for the refusal
    /// @throws Refusal 400 when it is not XML
    ObjectNode whole(byte[] document, String root) {
        try (var reader = ForeignXml.of(new ByteArrayInputStream(document))) {
            return whole(reader, root);
        } catch (XMLStreamException malformed) {
            throw Refusal.badInput(root);
        }
    }

    private ObjectNode whole(XMLStreamReader reader, String root) throws XMLStreamException {
        while (reader.next() != XMLStreamConstants.START_ELEMENT) {
            refuseDeclarations(reader, root);
        }
        var name = reader.getLocalName();
        var content = element(reader, root, 1);
        while (reader.hasNext()) {
            reader.next();
        }
        var nodes = JsonNodeFactory.instance;
        boolean empty = content.isTextual() && content.textValue().isBlank();
        return nodes.objectNode().set(name, empty ? nodes.objectNode() : content);
    }

    /// Of an element with children their tree, else its text.
    private JsonNode element(XMLStreamReader reader, String root, int depth) throws XMLStreamException {
        if (depth > depthMax) {
            throw Refusal.badInput(root);
        }
        var text = new StringBuilder();
        ObjectNode children = null;
        while (true) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    children = children == null ? JsonNodeFactory.instance.objectNode() : children;
                    add(children, reader.getLocalName(), element(reader, root, depth + 1));
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(reader.getText());
                case XMLStreamConstants.END_ELEMENT -> {
                    return children == null ? JsonNodeFactory.instance.textNode(text.toString()) : children;
                }
                default -> refuseDeclarations(reader, root);
            }
        }
    }

    private static void refuseDeclarations(XMLStreamReader reader, String root) {
        int event = reader.getEventType();
        if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
            throw Refusal.badInput(root);
        }
    }

    private static void add(ObjectNode parent, String name, JsonNode value) {
        var before = parent.get(name);
        switch (before) {
            case null -> parent.set(name, value);
            case ArrayNode list -> list.add(value);
            default -> parent.putArray(name).add(before).add(value);
        }
    }

    void write(String root, JsonNode content, OutputStream out) throws XMLStreamException {
        var writer = writers.createXMLStreamWriter(out, StandardCharsets.UTF_8.name());
        writer.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
        document(writer, root, content);
        writer.writeEndDocument();
        writer.flush();
    }

    /// A list as a document holds other documents, each under a root of its own. OMA NMS §4.5
    private static void document(XMLStreamWriter writer, String root, JsonNode content) throws XMLStreamException {
        var space = Root.named(root).map(Root::space).orElse(Root.Space.NMS);
        writer.writeStartElement(space.prefix(), root, space.uri());
        writer.writeNamespace(space.prefix(), space.uri());
        if (content instanceof ArrayNode documents) {
            for (var each : documents) {
                for (var member : each.properties()) {
                    document(writer, member.getKey(), member.getValue());
                }
            }
        } else {
            content(writer, content);
        }
        writer.writeEndElement();
    }

    private static void content(XMLStreamWriter writer, JsonNode content) throws XMLStreamException {
        if (!content.isObject()) {
            text(writer, content.asText());
            return;
        }
        for (var member : content.properties()) {
            var value = member.getValue();
            if (member.getKey().startsWith(XSI)) {
                continue;
            }
            if (value instanceof ArrayNode list) {
                for (var each : list) {
                    element(writer, member.getKey(), each);
                }
            } else {
                element(writer, member.getKey(), value);
            }
        }
    }

    private static void element(XMLStreamWriter writer, String name, JsonNode content) throws XMLStreamException {
        boolean empty =
                content.isObject() ? content.isEmpty() : content.asText().isEmpty();
        if (empty) {
            writer.writeEmptyElement(name);
            return;
        }
        writer.writeStartElement(name);
        type(writer, content);
        content(writer, content);
        writer.writeEndElement();
    }

    /// Which type of several an element has. OMA NMS §4.5
    private static void type(XMLStreamWriter writer, JsonNode content) throws XMLStreamException {
        var type = content.path(XSI + "type");
        if (type.isTextual()) {
            writer.writeNamespace("xsi", XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI);
            writer.writeAttribute("xsi", XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI, "type", type.textValue());
        }
    }

    /// What XML cannot say, not even escaped, is replaced; a carriage return unescaped would be read as a line feed.
    // XML §2.2, §2.11
    private static void text(XMLStreamWriter writer, String text) throws XMLStreamException {
        var run = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            if (c == '\r') {
                writer.writeCharacters(run.toString());
                run.setLength(0);
                writer.writeEntityRef("#13");
            } else {
                run.appendCodePoint(isChar(c) ? c : REPLACEMENT);
            }
        }
        writer.writeCharacters(run.toString());
    }

    private static boolean isChar(int c) {
        return c == '\t' || c == '\n' || (c >= ' ' && c < 0xD800) || (c > 0xDFFF && c != 0xFFFE && c != 0xFFFF);
    }
}
