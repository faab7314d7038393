// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.webpush;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// A browser that has subscribed: it opens what is sealed for it, written from the standards and not from the sender,
/// with HKDF out of its two HMACs.
// RFC 8291 §3.4, RFC 8188 §2, RFC 5869 §2
public final class UserAgent {
    private final KeyPair keys;
    private final byte[] auth = new byte[16];

    public UserAgent() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        keys = generator.generateKeyPair();
        Arrays.fill(auth, (byte) 7);
    }

    public String p256dh() {
        return base64(point(keys.getPublic()));
    }

    public String auth() {
        return base64(auth);
    }

    public String open(byte[] sealed) throws GeneralSecurityException {
        var in = ByteBuffer.wrap(sealed);
        var salt = new byte[16];
        in.get(salt);
        int recordBytes = in.getInt();
        var sender = new byte[in.get()];
        in.get(sender);
        var record = new byte[in.remaining()];
        in.get(record);
        if (recordBytes != 4_096 || sealed.length > recordBytes) {
            throw new GeneralSecurityException("a record of " + recordBytes + " in " + sealed.length);
        }
        var agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(keys.getPrivate());
        agreement.doPhase(key(sender), true);
        var mix = hmac(auth, agreement.generateSecret());
        var info = joined("WebPush: info\0".getBytes(UTF_8), point(keys.getPublic()), sender, new byte[] {1});
        var secret = hmac(salt, hmac(mix, info));
        var content = Arrays.copyOf(hmac(secret, "Content-Encoding: aes128gcm\0\1".getBytes(UTF_8)), 16);
        var nonce = Arrays.copyOf(hmac(secret, "Content-Encoding: nonce\0\1".getBytes(UTF_8)), 12);
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(content, "AES"), new GCMParameterSpec(128, nonce));
        var padded = cipher.doFinal(record);
        int end = padded.length - 1;
        while (padded[end] == 0) {
            end--;
        }
        if (padded[end] != 2) {
            throw new GeneralSecurityException("not the last record");
        }
        return new String(padded, 0, end, UTF_8);
    }

    /// The key that an uncompressed point is.
    PublicKey key(byte[] point) throws GeneralSecurityException {
        var x = new BigInteger(1, Arrays.copyOfRange(point, 1, 33));
        var y = new BigInteger(1, Arrays.copyOfRange(point, 33, 65));
        var parameters = ((ECPublicKey) keys.getPublic()).getParams();
        return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(new ECPoint(x, y), parameters));
    }

    private static byte[] point(PublicKey key) {
        // The last 65 octets of a SubjectPublicKeyInfo on this curve.
        var encoded = key.getEncoded();
        return Arrays.copyOfRange(encoded, encoded.length - 65, encoded.length);
    }

    private static byte[] hmac(byte[] key, byte[] text) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text);
    }

    private static byte[] joined(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
