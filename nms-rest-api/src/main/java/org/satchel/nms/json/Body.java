// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.json;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.satchel.nms.problem.Refusal;

/// The body of a request, not yet read.
///
/// Closeable only so that Jersey, which closes what its readers have read, leaves the stream open; closing it does
/// nothing.
///
/// @param fullType media type with its parameters, as sent; empty when none was
/// @param bytes announced length, -1 = unknown
public record Body(Json json, String fullType, long bytes, InputStream stream) implements Closeable {
    /// Media type in lower case.
    public String type() {
        return fullType.toLowerCase(Locale.ROOT);
    }

    /// A part of this body, as a body of its own.
    public Body part(String partType, InputStream partStream) {
        return new Body(json, partType, -1, partStream);
    }

    /// Reads it as one document.
    ///
    /// @throws Refusal 400 when it cannot be understood, 413 when it is too long, 415 when its format is not known
    public <T> T read(String root, Class<T> target) throws IOException {
        if (type().contains("xml")) {
            throw Refusal.mediaType(type());
        }
        return json.read(stream, root, target);
    }

    @Override
    public void close() {}
}
