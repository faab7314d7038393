// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.payload;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.satchel.nms.problem.Refusal;

/// A part of some bytes: from `first` to `last`, both inclusive.
// RFC 9110 §14
record ByteRange(long first, long last) {
    private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /// What a `Range` field asks for.
    ///
    /// @return empty when all is to be sent: no field, another unit, several ranges, or no range at all
    /// @throws Refusal 416 when none of it is there
    static Optional<ByteRange> of(@Nullable String field, long size) {
        var match = ONE.matcher(field == null ? "" : field.replace(" ", ""));
        if (!match.matches() || (match.group(1).isEmpty() && match.group(2).isEmpty())) {
            return Optional.empty();
        }
        if (match.group(1).isEmpty()) {
            long suffix = Math.min(Long.parseLong(match.group(2)), size);
            return Optional.of(within(size - suffix, size - 1, size));
        }
        long first = Long.parseLong(match.group(1));
        long last = match.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(match.group(2));
        // RFC 9110 §14.1.1: a last before the first makes the field invalid, as if it were not there.
        return last < first ? Optional.empty() : Optional.of(within(first, Math.min(last, size - 1), size));
    }

    private static ByteRange within(long first, long last, long size) {
        if (first >= size || last < first) {
            throw Refusal.range(size);
        }
        return new ByteRange(first, last);
    }

    long length() {
        return last - first + 1;
    }
}
