// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.mime;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// The elements of one of CPM's XML bodies, as a flat list; of a malformed one, those before the fault.
///
/// Names without namespace; a fragment without root element is as good as a document.
// CPM-MSG §15
final class XmlFacts {
    private static final int CHARS_MAX = 64 * 1024;
    private static final int ELEMENTS_MAX = 2000;
    private static final int DEPTH_MAX = 32;

    private final List<Element> elements;

    private XmlFacts(List<Element> elements) {
        this.elements = elements;
    }

    static XmlFacts read(String xml) {
        var elements = new ArrayList<Element>();
        var fragment = withoutDeclaration(xml.length() > CHARS_MAX ? xml.substring(0, CHARS_MAX) : xml);
        try (var reader = ForeignXml.of(new StringReader("<f>" + fragment + "</f>"))) {
            collect(reader, elements);
        } catch (XMLStreamException malformed) {
            return new XmlFacts(elements);
        }
        return new XmlFacts(elements);
    }

    /// Text of the first element of this name, without blanks around.
    Optional<String> text(String name) {
        return first(name).map(element -> element.text.toString().strip());
    }

    Optional<Element> first(String name) {
        return elements.stream()
                .filter(element -> element.name.equalsIgnoreCase(name))
                .findFirst();
    }

    List<Element> elements() {
        return elements;
    }

    private static void collect(XMLStreamReader reader, List<Element> elements) throws XMLStreamException {
        var open = new ArrayList<Element>();
        while (reader.hasNext() && elements.size() < ELEMENTS_MAX) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (open.size() == DEPTH_MAX) {
                        return;
                    }
                    var element = element(reader, open.isEmpty() ? "" : open.getLast().name);
                    open.add(element);
                    elements.add(element);
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (!open.isEmpty()) {
                        open.getLast()
                                .text
                                .append(reader.getTextCharacters(), reader.getTextStart(), reader.getTextLength());
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    if (!open.isEmpty()) {
                        open.removeLast();
                    }
                }
                default -> {}
            }
        }
    }

    private static Element element(XMLStreamReader reader, String parent) {
        var attributes = new ArrayList<String>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            attributes.add(reader.getAttributeLocalName(i));
            attributes.add(reader.getAttributeValue(i));
        }
        return new Element(reader.getLocalName(), parent, List.copyOf(attributes), new StringBuilder());
    }

    private static String withoutDeclaration(String xml) {
        int from = 0;
        while (from < xml.length() && (xml.charAt(from) <= ' ' || xml.charAt(from) == '\uFEFF')) {
            from++;
        }
        int end = xml.startsWith("<?xml", from) ? xml.indexOf("?>", from) : -1;
        return end < 0 ? xml.substring(from) : xml.substring(end + 2);
    }

    /// @param attributes names and values in turn
    record Element(String name, String parent, List<String> attributes, StringBuilder text) {
        Optional<String> attribute(String attributeName) {
            for (int i = 0; i < attributes.size(); i += 2) {
                if (attributes.get(i).equalsIgnoreCase(attributeName)) {
                    return Optional.of(attributes.get(i + 1));
                }
            }
            return Optional.empty();
        }
    }
}
