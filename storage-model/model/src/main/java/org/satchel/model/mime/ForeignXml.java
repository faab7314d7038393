// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.mime;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.util.StreamReaderDelegate;

/// XML that somebody else wrote: no document type is looked at, no entity expanded, nothing fetched, nothing printed.
///
/// Every fault in it is an [XMLStreamException], those too that the JDK's parser meets with exceptions of its own.
public final class ForeignXml extends StreamReaderDelegate implements AutoCloseable {
    private static final XMLInputFactory FACTORY = factory();

    private ForeignXml(XMLStreamReader parser) {
        super(parser);
    }

    public static ForeignXml of(Reader characters) throws XMLStreamException {
        return opened(() -> FACTORY.createXMLStreamReader(characters));
    }

    /// Its encoding is the one that it declares.
    public static ForeignXml of(InputStream octets) throws XMLStreamException {
        return opened(() -> FACTORY.createXMLStreamReader(octets));
    }

    @Override
    public int next() throws XMLStreamException {
        return told(super::next);
    }

    @Override
    public String getElementText() throws XMLStreamException {
        return told(super::getElementText);
    }

    private static ForeignXml opened(Step<XMLStreamReader> parser) throws XMLStreamException {
        return new ForeignXml(told(parser));
    }

    /// The JDK's parser has no text for some errors in a document type, and runs over the end of others.
    private static <T> T told(Step<T> step) throws XMLStreamException {
        try {
            return step.take();
        } catch (RuntimeException fault) {
            throw new XMLStreamException("not well formed", fault);
        }
    }

    private static XMLInputFactory factory() {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> new ByteArrayInputStream(new byte[0]));
        factory.setXMLReporter((message, type, about, where) -> {});
        return factory;
    }

    private interface Step<T> {
        T take() throws XMLStreamException;
    }
}
