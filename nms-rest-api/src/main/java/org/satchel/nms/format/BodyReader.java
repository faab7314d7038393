// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.format;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/// Hands the body of a request to the resource that asks for a [Body].
public final class BodyReader implements MessageBodyReader<Body> {
    private final Documents documents;

    public BodyReader(Documents documents) {
        this.documents = documents;
    }

    @Override
    public boolean isReadable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
        return type == Body.class;
    }

    @Override
    public Body readFrom(
            Class<Body> type,
            Type generic,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream stream) {
        var contentType = headers.getFirst(HttpHeaders.CONTENT_TYPE);
        var length = headers.getFirst(HttpHeaders.CONTENT_LENGTH);
        return new Body(
                documents,
                contentType == null ? "" : contentType,
                length == null ? -1 : Long.parseLong(length),
                stream);
    }
}
