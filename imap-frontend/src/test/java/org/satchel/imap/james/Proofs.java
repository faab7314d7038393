// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.satchel.imap.sasl.ScramKeys;

/// What a client of SASL says that transcripts cannot spell out: it is bound to a line, or has characters that no line
/// shows. The user is the one of the example in RFC 7677 §3, and the nonces never change.
final class Proofs {
    static final String SERVER_NONCE = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    static final ScramKeys KEYS = new ScramKeys(
            4096,
            "W22ZaJ0SNY7soEsUEjb6gQ==",
            "WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=",
            "wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=");
    private static final String PASSWORD = "pencil";
    private static final String BARE = "n=user,r=rOprNGfwEbeRWgbNEkqO";
    private static final String NONCE = "rOprNGfwEbeRWgbNEkqO" + SERVER_NONCE;
    private static final String HEADER = "p=tls-server-end-point,,";

    private Proofs() {}

    /// By the names that transcripts use.
    static Map<String, String> words() {
        return Map.of(
                "scramfirst", coded(HEADER + BARE),
                "scramfinal", scramFinal(TestTls.it().endPoint()),
                "scramelsewhere", scramFinal(new byte[32]),
                "bearer", coded("n,,\1auth=Bearer good\1\1"),
                "bearerold", coded("n,,\1auth=Bearer old\1\1"),
                "bearerother", coded("n,a=" + ImapStage.OTHER + ",\1auth=Bearer good\1\1"),
                "xbearer", coded("user=" + ImapStage.USER + "\1auth=Bearer good\1\1"),
                "xbearerold", coded("user=" + ImapStage.USER + "\1auth=Bearer old\1\1"),
                "self", coded(ImapStage.USER),
                "other", coded(ImapStage.OTHER));
    }

    private static String scramFinal(byte[] binding) {
        var header = HEADER.getBytes(UTF_8);
        var bound = new byte[header.length + binding.length];
        System.arraycopy(header, 0, bound, 0, header.length);
        System.arraycopy(binding, 0, bound, header.length, binding.length);
        var unproven = "c=" + Base64.getEncoder().encodeToString(bound) + ",r=" + NONCE;
        var challenge = "r=" + NONCE + ",s=" + KEYS.salt() + ",i=" + KEYS.iterations();
        return coded(
                unproven + ",p=" + Base64.getEncoder().encodeToString(proof(BARE + "," + challenge + "," + unproven)));
    }

    // RFC 5802 §3
    private static byte[] proof(String message) {
        try {
            var spec = new PBEKeySpec(
                    PASSWORD.toCharArray(), Base64.getDecoder().decode(KEYS.salt()), KEYS.iterations(), 256);
            var salted = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
            var clientKey = hmac(salted, "Client Key");
            var signature = hmac(MessageDigest.getInstance("SHA-256").digest(clientKey), message);
            for (int i = 0; i < clientKey.length; i++) {
                clientKey[i] ^= signature[i];
            }
            return clientKey;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(UTF_8));
    }

    private static String coded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }
}
