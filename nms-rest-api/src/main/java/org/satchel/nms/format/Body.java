// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.format;

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
public record Body(Documents documents, String fullType, long bytes, InputStream stream) implements Closeable {
    /// Media type in lower case.
    public String type() {
        return fullType.toLowerCase(Locale.ROOT);
    }

    /// A part of this body, as a body of its own.
    public Body part(String partType, InputStream partStream) {
        return new Body(documents, partType, -1, partStream);
    }

    /// Reads it as one document.
    ///
    /// @throws Refusal 400 when it cannot be understood, 413 when it is too long
    public <T> T read(String root, Class<T> target) throws IOException {
        return documents.read(stream, Format.ofBody(fullType), root, target);
    }

    @Override
    public void close() {}
}
