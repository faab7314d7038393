// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// A Content-Type value. RFC 2045 §5.1
///
/// @param name `type/subtype` in lower case
/// @param parameters what follows, as written
record MediaType(String name, String parameters) {
    private static final Pattern FORM = Pattern.compile(
            "\\s*([!#$%&'*+.^_`{|}~0-9A-Za-z-]{1,100}/[!#$%&'*+.^_`{|}~0-9A-Za-z-]{1,100})\\s*(;.*)?", Pattern.DOTALL);
    private static final Pattern BOUNDARY =
            Pattern.compile(";\\s*boundary\\s*=\\s*(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70}))", Pattern.CASE_INSENSITIVE);

    static Optional<MediaType> parse(String value) {
        var form = FORM.matcher(value);
        return form.matches()
                ? Optional.of(new MediaType(
                        form.group(1).toLowerCase(Locale.ROOT), form.group(2) == null ? "" : form.group(2)))
                : Optional.empty();
    }

    boolean is(String other) {
        return name.equals(other);
    }

    boolean isMultipart() {
        return name.startsWith("multipart/");
    }

    Optional<String> boundary() {
        var found = BOUNDARY.matcher(parameters);
        if (!found.find()) {
            return Optional.empty();
        }
        return Optional.of(found.group(1) != null ? found.group(1) : found.group(2));
    }
}
