// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.blob;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.satchel.model.ContentId;

/// Name of one blob: the day it was written, the box it belongs to, and its content. As a key it reads
/// `20261121/3f0c…-…/000000000000002a`, so that all blobs of a day, the unit in which orphans are looked for, lie
/// together.
///
/// @param generation the day, in UTC
/// @param box identity of the box, given once and never again
/// @param content unique within the box
public record BlobName(LocalDate generation, UUID box, ContentId content) {
    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;
    private static final int DAY_LENGTH = 8;
    private static final int BOX_LENGTH = 36;
    private static final int CONTENT_LENGTH = 16;

    /// A name for a blob that is written now.
    public static BlobName of(Instant now, UUID box, ContentId content) {
        return new BlobName(LocalDate.ofInstant(now, ZoneOffset.UTC), box, content);
    }

    /// Reads back what [#key] gave; empty when it is no such key.
    public static Optional<BlobName> parse(String key) {
        int length = DAY_LENGTH + 1 + BOX_LENGTH + 1 + CONTENT_LENGTH;
        if (key.length() != length || key.charAt(DAY_LENGTH) != '/' || key.charAt(DAY_LENGTH + 1 + BOX_LENGTH) != '/') {
            return Optional.empty();
        }
        try {
            var name = new BlobName(
                    LocalDate.parse(key.substring(0, DAY_LENGTH), DAY),
                    UUID.fromString(key.substring(DAY_LENGTH + 1, DAY_LENGTH + 1 + BOX_LENGTH)),
                    new ContentId(HexFormat.fromHexDigitsToLong(key, length - CONTENT_LENGTH, length)));
            return name.key().equals(key) ? Optional.of(name) : Optional.empty();
        } catch (DateTimeParseException | IllegalArgumentException other) {
            return Optional.empty();
        }
    }

    /// The keys of a day begin with this.
    public static String prefix(LocalDate generation) {
        return DAY.format(generation) + '/';
    }

    /// Reads back the day of what [#prefix] gave; empty when it is no such prefix.
    public static Optional<LocalDate> parsePrefix(String prefix) {
        if (prefix.length() != DAY_LENGTH + 1 || prefix.charAt(DAY_LENGTH) != '/') {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(prefix.substring(0, DAY_LENGTH), DAY));
        } catch (DateTimeParseException other) {
            return Optional.empty();
        }
    }

    /// 62 letters, digits, hyphens and slashes; two names have the same key only when they are equal.
    public String key() {
        return prefix(generation) + box + '/' + HexFormat.of().toHexDigits(content.number());
    }

    @Override
    public String toString() {
        return key();
    }
}
