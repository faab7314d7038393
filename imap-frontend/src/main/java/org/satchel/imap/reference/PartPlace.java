// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.reference;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.satchel.imap.objects.Parts;
import org.satchel.model.BodyPart;

/// Where a section of a URL is in the bytes of its object.
///
/// @param start first byte
/// @param end behind the last byte
/// @param part whose body it is; null for headers and the text of a message, which have no structure of their own
public record PartPlace(long start, long end, @Nullable BodyPart part) {
    /// Deepest part number, as `1.2.3` has three steps.
    private static final int STEPS_MAX = 50;

    private static final Pattern SECTION =
            Pattern.compile("(\\d{1,6}(?:\\.\\d{1,6})*)?\\.?(HEADER|TEXT|MIME)?", Pattern.CASE_INSENSITIVE);

    /// True for a section that a reference may have; `HEADER.FIELDS` is none.
    public static boolean isSection(String section) {
        var match = SECTION.matcher(section);
        if (!match.matches() || section.startsWith(".") || section.endsWith(".")) {
            return false;
        }
        boolean numbered = match.group(1) != null;
        boolean dotted = numbered && match.group(2) != null;
        int plain = (numbered ? match.group(1).length() : 0)
                + (match.group(2) == null ? 0 : match.group(2).length());
        return section.length() == plain + (dotted ? 1 : 0)
                && (numbered || (match.group(2) != null && !match.group(2).equalsIgnoreCase("MIME")));
    }

    /// @param section null = the whole object
    /// @param bytes size of the object
    /// @return empty when the object has no such section
    // RFC 3501 §6.4.5
    public static Optional<PartPlace> find(BodyPart root, long bytes, @Nullable String section) {
        if (section == null) {
            return Optional.of(new PartPlace(0, bytes, null));
        }
        var match = SECTION.matcher(section);
        if (!isSection(section) || !match.matches()) {
            return Optional.empty();
        }
        var word = match.group(2) == null ? "" : match.group(2).toUpperCase(Locale.ROOT);
        if (match.group(1) == null) {
            var extent = root.extent();
            return Optional.of(
                    word.equals("HEADER")
                            ? new PartPlace(extent.start(), extent.bodyStart(), null)
                            : new PartPlace(extent.bodyStart(), bytes, null));
        }
        var part = numbered(root, match.group(1));
        if (part == null) {
            return Optional.empty();
        }
        var extent = part.extent();
        var inner = part instanceof BodyPart.Nested nested ? nested.body().extent() : null;
        return switch (word) {
            case "" -> Optional.of(new PartPlace(extent.bodyStart(), extent.end(), part));
            case "MIME" -> Optional.of(new PartPlace(extent.start(), extent.bodyStart(), null));
            case "HEADER" -> Optional.ofNullable(inner).map(it -> new PartPlace(it.start(), it.bodyStart(), null));
            default -> Optional.ofNullable(inner).map(it -> new PartPlace(it.bodyStart(), extent.end(), null));
        };
    }

    /// @return null when there is no such part, or its number is too deep
    private static @Nullable BodyPart numbered(BodyPart root, String path) {
        var steps = path.split("\\.", STEPS_MAX + 1);
        return steps.length > STEPS_MAX
                ? null
                : Parts.find(root, Stream.of(steps).mapToInt(Integer::parseInt).toArray());
    }
}
