// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.webpush;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Seals a payload for one receiver, as a single record of the content coding `aes128gcm`.
// RFC 8291 §3.4, §4; RFC 8188 §2
final class Seal {
    /// What fits into a record of 4,096 octets beside header, delimiter and tag.
    static final int PAYLOAD_BYTES_MAX = 3_993;

    static final int SALT_BYTES = 16;
    private static final int RECORD_BYTES = 4_096;
    private static final int TAG_BITS = 128;
    private static final byte LAST_RECORD = 2;

    private Seal() {}

    static byte[] seal(byte[] payload, Receiver receiver, SecureRandom random) {
        var salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return seal(payload, receiver, P256.fresh(random), salt);
    }

    /// @param sender key pair for this payload alone
    static byte[] seal(byte[] payload, Receiver receiver, KeyPair sender, byte[] salt) {
        if (payload.length > PAYLOAD_BYTES_MAX) {
            throw new IllegalArgumentException("payload of " + payload.length + " octets");
        }
        try {
            var ours = P256.octets((ECPublicKey) sender.getPublic());
            var agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(sender.getPrivate());
            agreement.doPhase(receiver.key(), true);
            var info = joined(ascii("WebPush: info\0"), P256.octets(receiver.key()), ours);
            var input = derived(receiver.auth().copy(), agreement.generateSecret(), info, 32);
            var key = derived(salt, input, ascii("Content-Encoding: aes128gcm\0"), 16);
            var nonce = derived(salt, input, ascii("Content-Encoding: nonce\0"), 12);
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
            return joined(header(salt, ours), cipher.doFinal(joined(payload, new byte[] {LAST_RECORD})));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    // RFC 8188 §2.1
    private static byte[] header(byte[] salt, byte[] keyId) {
        return ByteBuffer.allocate(salt.length + 4 + 1 + keyId.length)
                .put(salt)
                .putInt(RECORD_BYTES)
                .put((byte) keyId.length)
                .put(keyId)
                .array();
    }

    private static byte[] derived(byte[] salt, byte[] input, byte[] info, int bytes) throws GeneralSecurityException {
        return KDF.getInstance("HKDF-SHA256")
                .deriveData(HKDFParameterSpec.ofExtract()
                        .addIKM(input)
                        .addSalt(salt)
                        .thenExpand(info, bytes));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }

    private static byte[] joined(byte[]... parts) {
        var all = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(part -> part.length).sum());
        Arrays.stream(parts).forEach(all::put);
        return all.array();
    }
}
