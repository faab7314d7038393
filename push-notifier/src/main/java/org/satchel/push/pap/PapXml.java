// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.pap;

import java.io.ByteArrayInputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.satchel.model.mime.ForeignXml;

/// Reads documents of the protocol that a gateway sent. They name a document type on a host that is no more.
final class PapXml {
    private static final int DEPTH_MAX = 16;

    private PapXml() {}

    /// An element of the protocol.
    ///
    /// @param attributes by their names
    /// @param address `address-value` of the first address from there on; empty = none
    record Element(String name, Map<String, String> attributes, String address) {
        Element {
            attributes = Map.copyOf(attributes);
        }

        private Element at(String value) {
            return new Element(name, attributes, value);
        }
    }

    /// The first element with one of these names.
    ///
    /// @return empty when there is none, or when it is no document of the protocol
    static Optional<Element> find(byte[] xml, Set<String> names) {
        try (var reader = ForeignXml.of(new ByteArrayInputStream(xml))) {
            return find(reader, names);
        } catch (XMLStreamException malformed) {
            return Optional.empty();
        }
    }

    private static Optional<Element> find(XMLStreamReader reader, Set<String> names) throws XMLStreamException {
        var found = Optional.<Element>empty();
        int depth = 0;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    depth++;
                    if (depth > DEPTH_MAX) {
                        throw new XMLStreamException("deeper than " + DEPTH_MAX);
                    }
                    found = found.isEmpty() ? element(reader, names) : found.map(element -> addressed(element, reader));
                }
                case XMLStreamConstants.END_ELEMENT -> depth--;
                case XMLStreamConstants.ENTITY_REFERENCE -> throw new XMLStreamException("entity in a document");
                default -> {}
            }
        }
        return found;
    }

    private static Optional<Element> element(XMLStreamReader reader, Set<String> names) {
        if (!names.contains(reader.getLocalName())) {
            return Optional.empty();
        }
        var attributes = new HashMap<String, String>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            attributes.put(
                    reader.getAttributeLocalName(i), reader.getAttributeValue(i).strip());
        }
        return Optional.of(new Element(reader.getLocalName(), attributes, ""));
    }

    private static Element addressed(Element element, XMLStreamReader reader) {
        var value = reader.getAttributeValue(null, "address-value");
        boolean first = element.address().isEmpty() && reader.getLocalName().equals("address") && value != null;
        return first ? element.at(value) : element;
    }
}
