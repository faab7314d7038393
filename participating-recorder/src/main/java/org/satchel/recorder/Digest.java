// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// Short names made from what they stand for: the same parts always give the same name, 132 bits wide.
final class Digest {
    private static final int CHARS = 22;

    private Digest() {}

    /// @param parts each counts as a whole: `ab`, `c` and `a`, `bc` differ
    static String of(String... parts) {
        var digest = sha256();
        for (var part : parts) {
            var bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
            digest.update(bytes);
        }
        return text(digest);
    }

    static String of(Octets octets) {
        var digest = sha256();
        digest.update(octets.toBytes());
        return text(digest);
    }

    private static String text(MessageDigest digest) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(digest.digest())
                .substring(0, CHARS);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
