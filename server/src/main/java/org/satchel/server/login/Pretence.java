// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.login;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.satchel.imap.sasl.ScramKeys;
import org.satchel.model.Address;
import org.satchel.model.Registry;
import org.satchel.server.accounts.Accounts;

/// Keys for names that nobody has. They are made of the name and of a secret that all servers over one store share, so
/// whoever asks twice, or somewhere else, or after a restart, sees the same.
// RFC 5802 §9
public final class Pretence {
    private static final String KEY = "login/pretence/secret";
    private static final String HMAC = "HmacSHA256";
    private static final int SECRET_BYTES = 32;
    private static final int SALT_BYTES = 16;

    private final SecretKeySpec secret;

    private Pretence(byte[] secret) {
        this.secret = new SecretKeySpec(secret, HMAC);
    }

    /// With the secret of a store, made when there is none.
    public static Pretence of(Registry registry, SecureRandom random) {
        var known = registry.get(KEY);
        if (known.isEmpty()) {
            var fresh = new byte[SECRET_BYTES];
            random.nextBytes(fresh);
            if (registry.replace(KEY, null, fresh)) {
                return new Pretence(fresh);
            }
            known = registry.get(KEY);
        }
        return new Pretence(known.orElseThrow());
    }

    ScramKeys keys(String user) {
        var name = Address.parse(user).map(Address::uri).orElse(user.strip().toLowerCase(Locale.ROOT));
        var base64 = Base64.getEncoder();
        return new ScramKeys(
                Accounts.SCRAM_ITERATIONS,
                base64.encodeToString(Arrays.copyOf(made("salt", name), SALT_BYTES)),
                base64.encodeToString(made("stored key", name)),
                base64.encodeToString(made("server key", name)));
    }

    private byte[] made(String what, String name) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(secret);
            mac.update(what.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return mac.doFinal(name.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the runtime lacks a mandatory algorithm", e);
        }
    }
}
