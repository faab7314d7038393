// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.pap;

import java.io.ByteArrayInputStream;
import java.util.MissingResourceException;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// The answer of a gateway to a submission, as far as it is needed.
///
/// @param code of `response-result`, or of `badmessage-response`
/// @param understood false for a `badmessage-response`
// WAP-PAP §9.3 (push-response), §9.11 (badmessage-response)
record PapReply(int code, boolean understood) {
    private static final int DEPTH_MAX = 16;
    private static final XMLInputFactory READERS = readers();

    /// @return empty when it is no answer of the protocol
    static Optional<PapReply> read(byte[] xml) {
        try {
            var reader = READERS.createXMLStreamReader(new ByteArrayInputStream(xml));
            try {
                return read(reader);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException | NumberFormatException | MissingResourceException malformed) {
            // The reader of the JDK has no text for some errors in a document type, and throws that instead.
            return Optional.empty();
        }
    }

    PapStatus status() {
        return PapStatus.of(code);
    }

    private static Optional<PapReply> read(XMLStreamReader reader) throws XMLStreamException {
        var found = Optional.<PapReply>empty();
        int depth = 0;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    depth++;
                    if (depth > DEPTH_MAX) {
                        throw new XMLStreamException("deeper than " + DEPTH_MAX);
                    }
                    if (found.isEmpty()) {
                        found = result(reader);
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> depth--;
                case XMLStreamConstants.ENTITY_REFERENCE -> throw new XMLStreamException("entity in an answer");
                default -> {}
            }
        }
        return found;
    }

    private static Optional<PapReply> result(XMLStreamReader reader) {
        return switch (reader.getLocalName()) {
            case "response-result" -> code(reader).map(code -> new PapReply(code, true));
            case "badmessage-response" -> code(reader).map(code -> new PapReply(code, false));
            default -> Optional.empty();
        };
    }

    private static Optional<Integer> code(XMLStreamReader reader) {
        return Optional.ofNullable(reader.getAttributeValue(null, "code")).map(text -> Integer.valueOf(text.strip()));
    }

    /// Answers name a document type on a host that is no more: it is passed over, and nothing is ever fetched.
    private static XMLInputFactory readers() {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_VALIDATING, false);
        return factory;
    }
}
