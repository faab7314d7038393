// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.outside;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What came back, without its body.
///
/// @param fields header fields by their names in lower case; of several with one name the first
/// @param reusable true when the connection stands at the beginning of the next answer
public record Answer(int status, Map<String, String> fields, boolean reusable) {
    private static final Duration RETRY_AFTER_MAX = Duration.ofHours(1);

    public Answer {
        fields = Map.copyOf(fields);
    }

    public Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name.toLowerCase(Locale.ROOT)));
    }

    /// How long the sender is asked to wait, an hour at most; zero = it is not said.
    // RFC 9110 §10.2.3, delay in seconds; the form with a date is taken as none
    public Duration retryAfter() {
        var asked = field("Retry-After")
                .filter(text -> text.matches("[0-9]{1,9}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .orElse(Duration.ZERO);
        return asked.compareTo(RETRY_AFTER_MAX) > 0 ? RETRY_AFTER_MAX : asked;
    }
}
