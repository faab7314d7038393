// SPDX-License-Identifier: Apache-2.0
package org.satchel.server;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.satchel.imap.Login;
import org.satchel.imap.sasl.External;
import org.satchel.imap.sasl.Mechanism;
import org.satchel.imap.sasl.OAuthBearer;
import org.satchel.imap.sasl.Plain;
import org.satchel.imap.sasl.Scram;
import org.satchel.imap.sasl.XOAuth2;
import org.satchel.server.config.ServerConfig;
import org.satchel.server.login.Doors;
import org.satchel.server.login.JwtTokens;
import org.satchel.server.login.Pretence;
import org.satchel.server.login.TokenKeys;
import org.satchel.server.storage.Storage;

/// How clients of the IMAP face log in, as the configuration says: passwords always, tokens and certificates where
/// somebody is named who vouches for them.
final class ImapEntrance implements AutoCloseable {
    private static final int NONCE_BYTES = 18;

    private final Doors doors;
    private final List<Mechanism> mechanisms = new ArrayList<>();
    private final @Nullable TokenKeys keys;

    ImapEntrance(ServerConfig.Logins config, Storage storage, Boxes boxes, InstantSource clock) {
        var random = new SecureRandom();
        doors = new Doors(
                storage.accounts(),
                new Doors.Opening(boxes::login, boxes::of),
                config.proxies(),
                Pretence.of(storage.store().registry(), random));
        Supplier<String> nonces = () -> nonce(random);
        mechanisms.add(Scram.bound(doors, doors, nonces));
        mechanisms.add(Scram.unbound(doors, doors, nonces));
        mechanisms.add(new Plain(doors));
        var tokens = config.tokens();
        if (tokens.issuer().isEmpty()) {
            keys = null;
        } else {
            keys = TokenKeys.at(tokens.keys(), clock);
            var terms = new JwtTokens.Terms(
                    tokens.issuer(), tokens.audience(), Set.copyOf(tokens.algorithms()), tokens.claim());
            var checked = new JwtTokens(terms, keys, doors::open, clock);
            mechanisms.add(new OAuthBearer(checked, doors));
            mechanisms.add(new XOAuth2(checked, doors));
        }
        if (!config.clientCaFile().isEmpty()) {
            mechanisms.add(new External(doors, doors));
        }
    }

    Login login() {
        return doors;
    }

    List<Mechanism> mechanisms() {
        return List.copyOf(mechanisms);
    }

    @Override
    public void close() {
        if (keys != null) {
            keys.close();
        }
    }

    private static String nonce(SecureRandom random) {
        var bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
