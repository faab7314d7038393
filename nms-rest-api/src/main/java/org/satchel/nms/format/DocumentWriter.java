// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.format;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.satchel.nms.type.Document;

/// Writes what a resource answers, as the client of the present request wants it.
public final class DocumentWriter implements MessageBodyWriter<Document> {
    private final Documents documents;

    public DocumentWriter(Documents documents) {
        this.documents = documents;
    }

    @Override
    public boolean isWriteable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
        return type == Document.class;
    }

    @Override
    public void writeTo(
            Document document,
            Class<?> type,
            Type generic,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream out)
            throws IOException {
        var format = Format.ANSWER.get();
        headers.putSingle(HttpHeaders.CONTENT_TYPE, format.mediaType());
        documents.write(document, format, out);
    }
}
