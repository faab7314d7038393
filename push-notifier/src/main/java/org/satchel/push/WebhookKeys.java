// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.satchel.push.outside.Place;

/// Signs what is posted to receivers, each with a key of its own that follows from the operator's secret: a receiver
/// can check what it gets, and cannot forge what others get.
///
/// Three header fields: `webhook-id` is the same however often a list is sent, `webhook-timestamp` is when it was
/// sent, in seconds, and `webhook-signature` is `v1,` and the Base64 of the HMAC-SHA256 over
/// `<id>.<timestamp>.<body>`.
public final class WebhookKeys {
    /// A shorter secret could be guessed.
    public static final int SECRET_BYTES_MIN = 16;

    private static final String ALGORITHM = "HmacSHA256";

    private final byte[] secret;

    /// @throws IllegalArgumentException when it is too short
    public WebhookKeys(byte[] secret) {
        if (secret.length < SECRET_BYTES_MIN) {
            throw new IllegalArgumentException("the secret of webhooks has less than " + SECRET_BYTES_MIN + " bytes");
        }
        this.secret = secret.clone();
    }

    /// The key of a receiver, as it is handed to it: `whsec_` and the Base64 of 32 bytes, the HMAC-SHA256 of its
    /// origin under the secret.
    ///
    /// @param origin `https://client.example.net`, with the port unless it is that of the scheme
    public String keyOf(String origin) {
        return "whsec_" + base64(derived(origin));
    }

    Map<String, String> headers(Place receiver, String id, Instant now, byte[] body) {
        var timestamp = Long.toString(now.getEpochSecond());
        var signed = new ByteArrayOutputStream();
        signed.writeBytes((id + "." + timestamp + ".").getBytes(UTF_8));
        signed.writeBytes(body);
        var headers = new LinkedHashMap<String, String>();
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", timestamp);
        headers.put("webhook-signature", "v1," + base64(mac(derived(receiver.origin()), signed.toByteArray())));
        return headers;
    }

    private byte[] derived(String origin) {
        return mac(secret, origin.getBytes(UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    // RFC 2104 §2
    private static byte[] mac(byte[] key, byte[] text) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
