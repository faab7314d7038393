// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.text;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The hashes that every Java platform has, of texts in UTF-8.
public enum Hash {
    /// For names that others made with it, never for secrets.
    MD5("MD5"),
    SHA_256("SHA-256");

    /// Never fed itself: looking one up costs more than a copy.
    private final MessageDigest fresh;

    Hash(String name) {
        try {
            fresh = MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// @param parts one after the other
    public byte[] of(String... parts) {
        try {
            var digest = (MessageDigest) fresh.clone();
            for (var part : parts) {
                digest.update(part.getBytes(StandardCharsets.UTF_8));
            }
            return digest.digest();
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
