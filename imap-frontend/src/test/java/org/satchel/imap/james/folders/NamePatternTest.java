// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.folders;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Patterns of LIST mean what RFC 3501 says, and cost what the names are long.
class NamePatternTest {
    @Test
    void a_pattern_matches_what_an_expression_of_the_same_meaning_matches() {
        long seed = 20261122;
        var random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            var pattern = text(random, "ab/*%", 8);
            var name = text(random, "ab/", 8);
            var expression = pattern.replace("*", ".*").replace("%", "[^/]*");
            assertThat(new NamePattern(pattern, '/').matches(name))
                    .as("%s of %s, seed %d", pattern, name, seed)
                    .isEqualTo(Pattern.matches(expression, name));
        }
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.SECONDS)
    void a_long_pattern_is_not_compared_with_each_name_from_end_to_end() {
        var wildcards = new NamePattern("%*".repeat(60_000), '/');
        var letters = new NamePattern("a*".repeat(60_000), '/');
        for (int i = 0; i < 2_000; i++) {
            var name = "a".repeat(50) + i;
            assertThat(wildcards.matches(name)).isTrue();
            assertThat(letters.matches(name)).isFalse();
        }
    }

    private static String text(Random random, String letters, int most) {
        var text = new StringBuilder();
        for (int length = random.nextInt(most + 1); text.length() < length; ) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }
}
