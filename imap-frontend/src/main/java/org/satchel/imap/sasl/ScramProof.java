// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.sasl;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The arithmetic of SCRAM over SHA-256.
// RFC 5802 §3
final class ScramProof {
    private static final String HMAC = "HmacSHA256";

    private ScramProof() {}

    /// Whether the proof could only be made by who knows the password.
    static boolean isRight(ScramKeys keys, String message, String proof) {
        byte[] given;
        try {
            given = Base64.getDecoder().decode(proof);
        } catch (IllegalArgumentException garbage) {
            given = new byte[0];
        }
        var storedKey = Base64.getDecoder().decode(keys.storedKey());
        var signature = hmac(storedKey, message);
        var clientKey = new byte[signature.length];
        for (int i = 0; i < clientKey.length; i++) {
            clientKey[i] = (byte) (signature[i] ^ (given.length == clientKey.length ? given[i] : 0));
        }
        return MessageDigest.isEqual(digest(clientKey), storedKey);
    }

    /// The server's own proof, in Base64.
    static String signature(ScramKeys keys, String message) {
        return Base64.getEncoder().encodeToString(hmac(Base64.getDecoder().decode(keys.serverKey()), message));
    }

    /// In a time that does not tell where they differ.
    static boolean isEqual(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the runtime lacks a mandatory algorithm", e);
        }
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the runtime lacks a mandatory algorithm", e);
        }
    }
}
