// SPDX-License-Identifier: Apache-2.0
package org.satchel.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.satchel.imap.Login;
import org.satchel.imap.sasl.Backoff;
import org.satchel.imap.sasl.External;
import org.satchel.imap.sasl.Mechanism;
import org.satchel.imap.sasl.OAuthBearer;
import org.satchel.imap.sasl.Plain;
import org.satchel.imap.sasl.Scram;
import org.satchel.imap.sasl.Tokens;
import org.satchel.imap.sasl.XOAuth2;
import org.satchel.nms.settings.Schemes;
import org.satchel.server.config.Proof;
import org.satchel.server.config.ServerConfig;
import org.satchel.server.login.BearerTokens;
import org.satchel.server.login.Doors;
import org.satchel.server.login.Introspection;
import org.satchel.server.login.JwtTokens;
import org.satchel.server.login.Pretence;
import org.satchel.server.login.TokenKeys;
import org.satchel.server.login.TokenTerms;
import org.satchel.server.login.TokenVerdict;
import org.satchel.server.storage.Storage;

/// How clients log in, as the configuration says: the same accounts, tokens and certificates for every face.
final class Entrances implements AutoCloseable {
    private static final int NONCE_BYTES = 18;
    private static final int SECRET_BYTES_MAX = 4 * 1024;

    private final ServerConfig.Logins config;
    private final InstantSource clock;
    private final Doors doors;
    private final BearerTokens tokens;
    private final SecureRandom random = new SecureRandom();
    private final List<Runnable> closing = new ArrayList<>();

    Entrances(ServerConfig.Logins config, Storage storage, Boxes boxes, InstantSource clock) throws IOException {
        this.config = config;
        this.clock = clock;
        doors = new Doors(
                storage.accounts(),
                new Doors.Opening(boxes::login, boxes::recall, boxes::of),
                config.proxies(),
                Pretence.of(storage.store().registry(), random));
        tokens = new BearerTokens(
                signed(config.tokens()),
                issuer(config.tokens()),
                config.tokens().keptMax(),
                clock);
    }

    Login imap() {
        return doors;
    }

    /// Passwords always, tokens and certificates where somebody is named who vouches for them.
    List<Mechanism> mechanisms() {
        Supplier<String> nonces = this::nonce;
        var mechanisms = new ArrayList<Mechanism>();
        mechanisms.add(Scram.bound(doors, doors, nonces));
        mechanisms.add(Scram.unbound(doors, doors, nonces));
        mechanisms.add(new Plain(doors));
        if (tokens.areChecked()) {
            mechanisms.add(new OAuthBearer(this::imapVerdict, doors));
            mechanisms.add(new XOAuth2(this::imapVerdict, doors));
        }
        if (!config.clientCaFile().isEmpty()) {
            mechanisms.add(new External(doors, doors));
        }
        return List.copyOf(mechanisms);
    }

    /// What is named in the configuration and possible here.
    ///
    /// @param tls null = no certificate can be shown
    NmsLogin nms(ServerConfig.Access access, @Nullable TlsIdentity tls) {
        var proofs = access.proofs();
        var schemes = new Schemes(
                proofs.contains(Proof.BASIC),
                proofs.contains(Proof.BEARER) && tokens.areChecked() ? access.tokenSchemes() : List.of(),
                proofs.contains(Proof.CERTIFICATE)
                        && tls != null
                        && !config.clientCaFile().isEmpty());
        Predicate<List<X509Certificate>> believed = tls == null ? _ -> false : tls::believes;
        return new NmsLogin(schemes, doors, tokens, access.tokenSharing(), believed, new Backoff(clock));
    }

    @Override
    public void close() {
        closing.forEach(Runnable::run);
    }

    private @Nullable JwtTokens signed(ServerConfig.LoginTokens tokens) {
        if (tokens.keys().isEmpty()) {
            return null;
        }
        var keys = TokenKeys.at(tokens.keys(), clock);
        closing.add(keys::close);
        return new JwtTokens(terms(tokens), Set.copyOf(tokens.algorithms()), keys, clock);
    }

    private @Nullable Introspection issuer(ServerConfig.LoginTokens tokens) throws IOException {
        var introspection = tokens.introspection();
        if (introspection.url().isEmpty()) {
            return null;
        }
        var place = Introspection.Place.at(
                introspection.url(),
                introspection.client(),
                firstLine(Path.of(introspection.secretFile())),
                introspection.timeMax());
        var issuer = new Introspection(place, terms(tokens), clock);
        closing.add(issuer::close);
        return issuer;
    }

    private static TokenTerms terms(ServerConfig.LoginTokens tokens) {
        return new TokenTerms(tokens.issuer(), tokens.audience(), tokens.claim());
    }

    /// IMAP opens one box: of several that a token names, the first.
    private Tokens.Verdict imapVerdict(String token) {
        return switch (tokens.check(token)) {
            case TokenVerdict.Good(var addresses, var _) ->
                addresses.stream()
                        .map(doors::open)
                        .flatMap(Optional::stream)
                        .findFirst()
                        .<Tokens.Verdict>map(Tokens.Verdict.Good::new)
                        .orElseGet(Tokens.Verdict.Bad::new);
            case TokenVerdict.Expired() -> new Tokens.Verdict.Expired();
            case TokenVerdict.Bad() -> new Tokens.Verdict.Bad();
        };
    }

    private static String firstLine(Path file) throws IOException {
        if (Files.size(file) > SECRET_BYTES_MAX) {
            throw new IOException(file + " is larger than " + SECRET_BYTES_MAX + " bytes");
        }
        return Files.readString(file).lines().findFirst().orElse("").strip();
    }

    private String nonce() {
        var bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
