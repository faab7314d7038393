// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.settings;

import java.util.List;
import java.util.Locale;

/// What clients may show to prove who they are.
///
/// @param basic address and password
/// @param tokens schemes of `Authorization` whose value is a token, in the order in which clients are told of them;
///     empty = no tokens
/// @param certificates whether a TLS client is asked for its certificate; without one it comes in by other means
// OMA NMS §4.2
public record Schemes(boolean basic, List<TokenScheme> tokens, boolean certificates) {
    public static final Schemes BASIC = new Schemes(true, List.of(), false);

    public Schemes {
        tokens = distinct(tokens);
        if (!basic && tokens.isEmpty() && !certificates) {
            throw new IllegalArgumentException("nobody could come in");
        }
    }

    /// Reads schemes for tokens.
    ///
    /// @param words `NAME`, or `NAME:PREFIX` where clients put a prefix before the token
    /// @throws IllegalArgumentException for what is no such scheme, and for none
    public static List<TokenScheme> tokens(List<String> words) {
        if (words.isEmpty()) {
            throw new IllegalArgumentException("no scheme is named");
        }
        return distinct(words.stream()
                .map(word -> word.split(":", 2))
                .map(parts -> new TokenScheme(parts[0], parts.length == 1 ? "" : parts[1]))
                .toList());
    }

    private static List<TokenScheme> distinct(List<TokenScheme> tokens) {
        long names = tokens.stream()
                .map(scheme -> scheme.name().toLowerCase(Locale.ROOT))
                .distinct()
                .count();
        if (names < tokens.size()) {
            throw new IllegalArgumentException("a scheme is named twice");
        }
        return List.copyOf(tokens);
    }

    /// @param name in front of the token, such as `Bearer` or `SIT`
    /// @param prefix what clients may put in front of the token itself, such as `PAT_`; often empty
    public record TokenScheme(String name, String prefix) {
        public TokenScheme {
            // RFC 9110 §5.6.2
            if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+") || name.equalsIgnoreCase("Basic")) {
                throw new IllegalArgumentException("'" + name + "' is no scheme for tokens");
            }
        }
    }
}
