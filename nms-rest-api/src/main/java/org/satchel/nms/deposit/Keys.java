// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.deposit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Keeps idempotency keys short, whatever clients call their messages.
final class Keys {
    private static final int CHARS_MAX = 200;

    private Keys() {}

    static String bounded(String key) {
        if (key.length() <= CHARS_MAX) {
            return key;
        }
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return "nms#" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
