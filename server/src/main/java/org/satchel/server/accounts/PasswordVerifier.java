// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.accounts;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.satchel.imap.sasl.ScramKeys;

/// What is stored instead of a password: enough to check one, and to run SCRAM-SHA-256, not enough to log in with.
///
/// Text form: `SCRAM-SHA-256$iterations:salt$storedKey:serverKey`, Base64 inside.
// RFC 5803 §2, RFC 7677
record PasswordVerifier(int iterations, String salt, String storedKey, String serverKey) {
    static final int ITERATIONS = 100_000;
    private static final int ITERATIONS_MAX = 10_000_000;
    private static final int SALT_BYTES = 16;
    private static final int KEY_BITS = 256;
    private static final String SCHEME = "SCRAM-SHA-256";

    static PasswordVerifier of(String password, SecureRandom random) {
        return derive(password, bytes(SALT_BYTES, random), ITERATIONS);
    }

    /// Accepts nothing, and takes as long for it as any other: its keys come from no password.
    static PasswordVerifier ofNobody(SecureRandom random) {
        var base64 = Base64.getEncoder();
        return new PasswordVerifier(
                ITERATIONS,
                base64.encodeToString(bytes(SALT_BYTES, random)),
                base64.encodeToString(bytes(KEY_BITS / Byte.SIZE, random)),
                base64.encodeToString(bytes(KEY_BITS / Byte.SIZE, random)));
    }

    static PasswordVerifier parse(String text) {
        var parts = text.split("[$:]", -1);
        if (parts.length != 5 || !parts[0].equals(SCHEME)) {
            throw new IllegalArgumentException("not a " + SCHEME + " verifier");
        }
        int iterations = Integer.parseInt(parts[1]);
        if (iterations < 4_096 || iterations > ITERATIONS_MAX) {
            throw new IllegalArgumentException("iteration count is out of range: " + iterations);
        }
        return new PasswordVerifier(iterations, parts[2], parts[3], parts[4]);
    }

    /// Takes as long for a wrong password as for the right one.
    boolean accepts(String password) {
        var derived = derive(password, Base64.getDecoder().decode(salt), iterations);
        return MessageDigest.isEqual(
                derived.storedKey.getBytes(StandardCharsets.US_ASCII), storedKey.getBytes(StandardCharsets.US_ASCII));
    }

    ScramKeys keys() {
        return new ScramKeys(iterations, salt, storedKey, serverKey);
    }

    @Override
    public String toString() {
        return SCHEME + "$" + iterations + ":" + salt + "$" + storedKey + ":" + serverKey;
    }

    // RFC 5802 §3
    private static PasswordVerifier derive(String password, byte[] salt, int iterations) {
        try {
            var salted = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(password.toCharArray(), salt, iterations, KEY_BITS))
                    .getEncoded();
            var clientKey = hmac(salted, "Client Key");
            var base64 = Base64.getEncoder();
            return new PasswordVerifier(
                    iterations,
                    base64.encodeToString(salt),
                    base64.encodeToString(MessageDigest.getInstance("SHA-256").digest(clientKey)),
                    base64.encodeToString(hmac(salted, "Server Key")));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the runtime lacks a mandatory algorithm", e);
        }
    }

    private static byte[] bytes(int count, SecureRandom random) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
    }
}
