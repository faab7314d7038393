// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// SHA-256 of a payload, as 64 lower-case hexadecimal digits: the name of its file.
record Digest(String hex) {
    static final int BYTES = 32;

    Digest {
        boolean legal = hex.length() == 2 * BYTES
                && hex.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
        if (!legal) {
            throw new IllegalArgumentException("not a digest: '" + hex + "'");
        }
    }

    static Digest of(byte[] bytes) {
        return new Digest(HexFormat.of().formatHex(bytes));
    }

    static MessageDigest start() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }
}
