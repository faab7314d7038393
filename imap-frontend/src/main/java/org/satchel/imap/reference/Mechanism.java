// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.reference;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// The ways to vouch for a URL. A client chooses one for each that it asks for.
// RFC 4467 §3 (mechanism)
public enum Mechanism {
    /// The URL of the client with a token.
    INTERNAL("INTERNAL", false, false),

    /// Neither account nor folder nor uid can be read from the URL.
    OPAQUE("OPAQUE", true, false),

    /// As [#INTERNAL], but fetched once.
    INTERNAL_ONCE("INTERNAL.ONCE", false, true),

    /// As [#OPAQUE], but fetched once.
    OPAQUE_ONCE("OPAQUE.ONCE", true, true);

    private final String word;
    private final boolean opaque;
    private final boolean once;

    Mechanism(String word, boolean opaque, boolean once) {
        this.word = word;
        this.opaque = opaque;
        this.once = once;
    }

    public String word() {
        return word;
    }

    public boolean isOpaque() {
        return opaque;
    }

    public boolean isOnce() {
        return once;
    }

    public static Optional<Mechanism> named(String word) {
        var capitals = word.toUpperCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(mechanism -> mechanism.word.equals(capitals))
                .findFirst();
    }

    /// All words, as the response code URLMECH lists them.
    public static String words() {
        return Arrays.stream(values()).map(Mechanism::word).collect(Collectors.joining(" "));
    }
}
