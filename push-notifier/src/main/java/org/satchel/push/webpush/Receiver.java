// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.webpush;

import java.security.interfaces.ECPublicKey;
import java.util.Base64;
import org.satchel.push.Target;

/// The user agent that reads what is sealed for it.
///
/// @param key its public key
/// @param auth secret that only it, and whoever may write to it, has: 16 octets
// RFC 8291 §3.1, §3.2
record Receiver(ECPublicKey key, Octets auth) {
    private static final int AUTH_BYTES = 16;

    /// @throws IllegalArgumentException naming the member at fault, and never its value
    static Receiver of(Target.WebPush target) {
        var auth = decoded("auth", target.auth());
        if (auth.length != AUTH_BYTES) {
            throw new IllegalArgumentException("auth");
        }
        try {
            return new Receiver(P256.publicKey(decoded("p256dh", target.p256dh())), new Octets(auth));
        } catch (IllegalArgumentException noPoint) {
            throw new IllegalArgumentException("p256dh", noPoint);
        }
    }

    /// With and without padding, as browsers write it and as others do.
    private static byte[] decoded(String member, String text) {
        try {
            return Base64.getUrlDecoder().decode(text.replace('+', '-').replace('/', '_'));
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException(member, malformed);
        }
    }

    /// Octets that are not shown.
    static final class Octets {
        private final byte[] octets;

        Octets(byte[] octets) {
            this.octets = octets.clone();
        }

        byte[] copy() {
            return octets.clone();
        }
    }
}
