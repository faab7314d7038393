// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.box;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.satchel.model.Registry;

/// A key that only this installation has. Made once and kept, so that what was given out under it is good after a
/// restart.
///
/// Makes names that nobody can guess, and marks that clients carry back and cannot forge.
public final class Secret {
    private static final String REGISTRY_KEY = "nms/secret";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int MAC_BYTES = 12;
    private static final int MARK_CHARS_MAX = 4096;

    private final SecretKeySpec key;

    public Secret(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /// The one of this installation; made now when there is none. Of several nodes that start at the same moment one
    /// makes it, and all have the same.
    public static Secret of(Registry registry, RandomGenerator random) {
        var kept = registry.get(REGISTRY_KEY);
        if (kept.isPresent()) {
            return new Secret(kept.get());
        }
        var fresh = new byte[32];
        random.nextBytes(fresh);
        if (registry.replace(REGISTRY_KEY, null, fresh)) {
            return new Secret(fresh);
        }
        return new Secret(registry.get(REGISTRY_KEY).orElseThrow());
    }

    /// 32 hexadecimal digits that follow from the text.
    public String name(String text) {
        return HexFormat.of().formatHex(Arrays.copyOf(mac("name " + text), 16));
    }

    /// Wraps what a client shall carry: letters, digits, `-` and `_`.
    ///
    /// @param purpose a mark made for one purpose is no good for another
    public String mark(String purpose, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var marked = Arrays.copyOf(Arrays.copyOf(mac(purpose + " " + text), MAC_BYTES), MAC_BYTES + bytes.length);
        System.arraycopy(bytes, 0, marked, MAC_BYTES, bytes.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(marked);
    }

    /// What a mark holds.
    ///
    /// @return empty when it was not made here for this purpose
    public Optional<String> read(String purpose, String mark) {
        if (mark.length() > MARK_CHARS_MAX) {
            return Optional.empty();
        }
        try {
            var marked = Base64.getUrlDecoder().decode(mark);
            if (marked.length < MAC_BYTES) {
                return Optional.empty();
            }
            var text = new String(marked, MAC_BYTES, marked.length - MAC_BYTES, StandardCharsets.UTF_8);
            var expected = Arrays.copyOf(mac(purpose + " " + text), MAC_BYTES);
            boolean ours = MessageDigest.isEqual(expected, Arrays.copyOf(marked, MAC_BYTES));
            return ours ? Optional.of(text) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private byte[] mac(String text) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
