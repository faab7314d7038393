// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.pap;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.satchel.model.BoxId;
import org.satchel.model.Registry;

/// Where gateways say what became of a push: a URL for each, which carries what it was about and cannot be made by
/// anybody else.
///
/// The key is made once and kept in the registry, so that every node knows the pushes of every other, and after a
/// restart.
public final class Receipts {
    private static final String REGISTRY_KEY = "pap/receipts";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final int MAC_BYTES = 12;
    private static final int NAME_CHARS_MAX = 2_048;

    private final SecretKeySpec key;
    private final String base;

    private Receipts(byte[] key, String base) {
        this.key = new SecretKeySpec(key, ALGORITHM);
        this.base = base;
    }

    /// @param base under which gateways reach the [ResultListener]
    public static Receipts of(Registry registry, URI base, RandomGenerator random) {
        var text = base.toString();
        var folder = text.endsWith("/") ? text : text + "/";
        var kept = registry.get(REGISTRY_KEY);
        if (kept.isEmpty()) {
            var fresh = new byte[KEY_BYTES];
            random.nextBytes(fresh);
            registry.replace(REGISTRY_KEY, null, fresh);
            kept = registry.get(REGISTRY_KEY);
        }
        return new Receipts(kept.orElseThrow(), folder);
    }

    /// `ppg-notify-requested-to` of a push.
    String url(String pushId, BoxId box) {
        var told = (pushId + " " + box.text()).getBytes(UTF_8);
        var name = Arrays.copyOf(mac(told), MAC_BYTES + told.length);
        System.arraycopy(told, 0, name, MAC_BYTES, told.length);
        return base + Base64.getUrlEncoder().withoutPadding().encodeToString(name);
    }

    /// @param name last step of the URL
    /// @return empty when it was not made here
    Optional<Receipt> read(String name) {
        if (name.length() > NAME_CHARS_MAX) {
            return Optional.empty();
        }
        try {
            var octets = Base64.getUrlDecoder().decode(name);
            if (octets.length < MAC_BYTES) {
                return Optional.empty();
            }
            var told = Arrays.copyOfRange(octets, MAC_BYTES, octets.length);
            boolean ours = MessageDigest.isEqual(Arrays.copyOf(mac(told), MAC_BYTES), Arrays.copyOf(octets, MAC_BYTES));
            return ours ? Optional.of(receipt(new String(told, UTF_8))) : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static Receipt receipt(String told) {
        int blank = told.indexOf(' ');
        return new Receipt(told.substring(0, blank), new BoxId(told.substring(blank + 1)));
    }

    private byte[] mac(byte[] text) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// What a URL was made for.
    record Receipt(String pushId, BoxId box) {}
}
