// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.satchel.engines.TestEngine;
import org.satchel.imap.ImapExtension;
import org.satchel.imap.ImapLimits;
import org.satchel.imap.ImapServer;
import org.satchel.imap.ImapSettings;
import org.satchel.imap.Login;
import org.satchel.imap.Manners;
import org.satchel.imap.TestClient;
import org.satchel.imap.james.grammar.Profile;
import org.satchel.imap.sasl.External;
import org.satchel.imap.sasl.OAuthBearer;
import org.satchel.imap.sasl.Plain;
import org.satchel.imap.sasl.Scram;
import org.satchel.imap.sasl.ScramBook;
import org.satchel.imap.sasl.Tokens;
import org.satchel.imap.sasl.XOAuth2;
import org.satchel.model.BoxId;
import org.satchel.model.MessageBox;
import org.satchel.model.MessageStore;
import org.satchel.model.ScanningFinder;
import org.satchel.model.share.Shares;

/// A server on a free port of the loopback address over boxes of the chosen engine, with two accounts.
public final class ImapStage implements AutoCloseable {
    public static final String USER = "tel:+15550100001";
    public static final String OTHER = "tel:+15550100002";
    /// Another address of the same account as [#USER].
    public static final String FURTHER = "sip:ann@example.com";

    public static final String PASSWORD = "secret";

    public final MessageStore store = TestEngine.fresh();
    public final MessageBox box = store.create(new BoxId(USER));
    public final MessageBox other = store.create(new BoxId(OTHER));
    public final ImapServer server;
    private final ImapSettings settings;
    private final JamesEngine engine;

    public ImapStage() {
        this(ImapLimits.DEFAULT, new ImapSettings.Security.Clear(), Profile.core());
    }

    ImapStage(ImapLimits limits) {
        this(limits, new ImapSettings.Security.Clear(), Profile.core());
    }

    ImapStage(Manners manners) {
        this(ImapLimits.DEFAULT, new ImapSettings.Security.Clear(), Profile.core(), manners);
    }

    ImapStage(ImapLimits limits, ImapSettings.Security security, Profile profile) {
        this(limits, security, profile, Manners.DEFAULT);
    }

    ImapStage(ImapLimits limits, ImapSettings.Security security, Profile profile, Manners manners) {
        var login = new Login() {
            @Override
            public Optional<BoxId> check(String user, String password) {
                return List.of(USER, OTHER).contains(user) && password.equals(PASSWORD)
                        ? Optional.of(new BoxId(user))
                        : Optional.empty();
            }

            @Override
            public Optional<BoxId> boxOf(String address) {
                return address.equals(FURTHER) ? Optional.of(new BoxId(USER)) : Optional.empty();
            }

            @Override
            public Optional<BoxId> actAs(BoxId who, String other) {
                return other.equals(who.text()) ? Optional.of(who) : Optional.empty();
            }
        };
        Tokens tokens = token -> switch (token) {
            case "good" -> new Tokens.Verdict.Good(new BoxId(USER));
            case "old" -> new Tokens.Verdict.Expired();
            default -> new Tokens.Verdict.Bad();
        };
        var mechanisms = List.of(
                Scram.bound(book(), login, () -> Proofs.SERVER_NONCE),
                Scram.unbound(book(), login, () -> Proofs.SERVER_NONCE),
                new External(_ -> Optional.of(new BoxId(USER)), login),
                new Plain(login),
                new OAuthBearer(tokens, login),
                new XOAuth2(tokens, login));
        var clock = InstantSource.system();
        var shares = profile.has(ImapExtension.ACL) ? new Shares(store, clock) : Shares.off(store, clock);
        engine = new JamesEngine(store, shares, new ScanningFinder(), login, mechanisms, limits, clock, profile);
        var bind = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try {
            settings = new ImapSettings(bind, security, limits, manners);
            server = new ImapServer(settings, engine).start();
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
    }

    private static ScramBook book() {
        return _ -> new ScramBook.Entry(Proofs.KEYS, () -> Optional.of(new BoxId(USER)));
    }

    /// One more server over the same boxes, which counts its connections from one.
    ImapServer another() throws IOException {
        return new ImapServer(settings, engine).start();
    }

    public TestClient connect() throws IOException {
        return new TestClient(server.address());
    }

    public TestClient login() throws IOException {
        return connect().login(USER, PASSWORD);
    }

    @Override
    public void close() {
        server.close();
        store.close();
    }

    /// A small message; `body` ends with a line end.
    static String message(String subject, String body) {
        return "From: <tel:+15550100042>\r\nTo: <tel:+15550100001>\r\nDate: Tue, 3 Mar 2026 09:14:07 +0100\r\nSubject: "
                + subject + "\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + body;
    }
}
