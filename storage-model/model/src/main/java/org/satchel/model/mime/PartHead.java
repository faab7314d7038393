// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.mime;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BodyPart.Head;
import org.satchel.model.BodyPart.Parameter;
import org.satchel.model.text.HeaderBlock;

/// Reads the MIME fields of a header block.
// RFC 2045, RFC 2183, RFC 3282
final class PartHead {
    private static final StructuredField PLAIN_TEXT =
            new StructuredField("text/plain", List.of(new Parameter("charset", "us-ascii")));
    private static final StructuredField MESSAGE = new StructuredField("message/rfc822", List.of());
    private static final int LANGUAGES_MAX = 32;

    private PartHead() {}

    /// @param inDigest parts of `multipart/digest` are messages unless they say otherwise. RFC 2046 §5.1.5
    static Head read(HeaderBlock block, boolean inDigest) {
        var contentType = block.firstOr("Content-Type", null);
        var type = contentType == null ? (inDigest ? MESSAGE : PLAIN_TEXT) : StructuredField.parse(contentType);
        int slash = type.value().indexOf('/');
        if (slash <= 0 || slash == type.value().length() - 1) {
            type = PLAIN_TEXT; // RFC 2045 §5.2
            slash = 4;
        }
        var dispositionText = block.firstOr("Content-Disposition", null);
        var disposition = dispositionText == null ? null : StructuredField.parse(dispositionText);
        return new Head(
                type.value().substring(0, slash).strip(),
                type.value().substring(slash + 1).strip(),
                type.parameters(),
                block.firstOr("Content-ID", null),
                block.firstOr("Content-Description", null),
                encoding(block.firstOr("Content-Transfer-Encoding", null)),
                block.firstOr("Content-MD5", null),
                disposition == null || disposition.value().isEmpty() ? null : disposition.value(),
                disposition == null ? List.of() : disposition.parameters(),
                languages(block.firstOr("Content-Language", null)),
                location(block.firstOr("Content-Location", null)));
    }

    /// The same head for a container that is not opened, so that nobody expects parts in it.
    static Head opaque(Head head) {
        return new Head(
                "application",
                "octet-stream",
                List.of(),
                head.id(),
                head.description(),
                head.encoding(),
                head.md5(),
                head.disposition(),
                head.dispositionParameters(),
                head.languages(),
                head.location());
    }

    static Head plainText() {
        return read(HeaderBlock.EMPTY, false);
    }

    static boolean isIdentity(Head head) {
        return switch (head.encoding().toLowerCase(Locale.ROOT)) {
            case "base64", "quoted-printable" -> false;
            default -> true;
        };
    }

    private static String encoding(@Nullable String written) {
        if (written == null) {
            return "7bit";
        }
        var token = StructuredField.parse(written).value();
        return token.isEmpty() ? "7bit" : token;
    }

    private static List<String> languages(@Nullable String written) {
        if (written == null) {
            return List.of();
        }
        return Arrays.stream(written.split(",", LANGUAGES_MAX))
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .toList();
    }

    private static @Nullable String location(@Nullable String written) {
        return written == null ? null : written.replaceAll("\\s", ""); // RFC 2557 §4.4.2: folded URIs
    }
}
