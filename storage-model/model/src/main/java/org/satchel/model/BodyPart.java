// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A node of the MIME tree of a payload, with its place in it.
// RFC 2045, RFC 3501 §7.4.2
public sealed interface BodyPart {
    Head head();

    Extent extent();

    /// A part without parts.
    ///
    /// @param lines line count of the body; text parts need it in BODYSTRUCTURE
    record Leaf(Head head, Extent extent, long lines) implements BodyPart {}

    /// `multipart/*`.
    record Multipart(Head head, Extent extent, List<BodyPart> parts) implements BodyPart {
        public Multipart {
            parts = List.copyOf(parts);
        }
    }

    /// `message/rfc822` (and `message/global`): a message inside the message.
    record Nested(Head head, Extent extent, long lines, Envelope envelope, BodyPart body) implements BodyPart {}

    /// The MIME header fields of a part. Absent is null or empty.
    ///
    /// @param type media type, as written, for example `text`
    /// @param encoding as written; `7bit` when absent
    record Head(
            String type,
            String subtype,
            List<Parameter> parameters,
            @Nullable String id,
            @Nullable String description,
            String encoding,
            @Nullable String md5,
            @Nullable String disposition,
            List<Parameter> dispositionParameters,
            List<String> languages,
            @Nullable String location) {
        public Head {
            parameters = List.copyOf(parameters);
            dispositionParameters = List.copyOf(dispositionParameters);
            languages = List.copyOf(languages);
        }

        public boolean isType(String otherType, String otherSubtype) {
            return type.equalsIgnoreCase(otherType) && subtype.equalsIgnoreCase(otherSubtype);
        }
    }

    /// A `name=value` of a structured header field.
    record Parameter(String name, String value) {}

    /// Byte offsets in the payload: header block from `start` to `bodyStart`
    /// (with its empty line), body from there to `end` (exclusive).
    record Extent(long start, long bodyStart, long end) {
        public Extent {
            if (start < 0 || bodyStart < start || end < bodyStart) {
                throw new IllegalArgumentException("extent is not in order: " + start + " " + bodyStart + " " + end);
            }
        }

        public long bodyBytes() {
            return end - bodyStart;
        }
    }
}
