// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.reference;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.satchel.imap.url.ImapUrl;
import org.satchel.model.Actor;
import org.satchel.model.BoxId;
import org.satchel.model.BoxView;
import org.satchel.model.Folder;
import org.satchel.model.FolderPath;
import org.satchel.model.MessageBox;
import org.satchel.model.MessageStore;
import org.satchel.model.Payload;
import org.satchel.model.Placement;
import org.satchel.model.StoreFailure;
import org.satchel.model.Uid;

/// Makes references, takes them back, and finds what one names.
// RFC 4467
public final class References {
    /// Longest life of a reference for one use: so long must its mark be kept.
    public static final Duration ONCE_LIFE_MAX = Duration.ofDays(31);

    private static final int NONCE_BYTES = 8;
    private static final HexFormat HEX = HexFormat.of();

    private final MessageStore store;
    private final InstantSource clock;
    private final SecureRandom random;
    private final FolderKeys keys;
    private final OpaqueNames names;

    public References(MessageStore store, InstantSource clock, SecureRandom random) {
        this.store = store;
        this.clock = clock;
        this.random = random;
        this.keys = new FolderKeys(random);
        this.names = new OpaqueNames(store.registry(), random);
    }

    /// Who comes with a reference.
    ///
    /// @param name the account on whose behalf
    /// @param proxied whether a trusted server has logged in for the account
    public record Visitor(String name, boolean proxied) {}

    /// What a reference names.
    ///
    /// @param place where in the payload; the range of the reference is not yet applied
    public record Found(Payload payload, PartPlace place, ImapUrl.@Nullable Range range) {}

    /// Makes a reference to an object of the box, or to a part of it.
    ///
    /// @param rump the URL without a token, as the client wrote it
    /// @return the whole URL
    /// @throws IllegalArgumentException when nobody could make one of this URL
    /// @throws StoreFailure when there is no such object here
    public String issue(MessageBox box, Actor actor, Mechanism mechanism, String rump) {
        var url = ImapUrl.parse(rump);
        check(url, mechanism, clock.instant());
        var part = Objects.requireNonNull(url.part());
        var folder = own(box, url);
        // the object must be there, and the part in it
        if (locate(box.view(), folder, part).isEmpty()) {
            throw new StoreFailure.NotFound("part of a url");
        }
        var text = mechanism.isOpaque() ? opaque(box, folder, url) : rump;
        byte[] key = keys.obtain(box, actor, folder.id());
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        return text + ':' + mechanism.word() + ':' + HEX.formatHex(token(key, nonce, mechanism, text));
    }

    /// Takes back every reference into the folder.
    ///
    /// @param path null = into all folders
    public void reset(MessageBox box, Actor actor, @Nullable FolderPath path) {
        box.write(actor, tx -> {
            if (path != null) {
                var folder = tx.folder(path).orElseThrow(() -> new StoreFailure.NotFound("folder"));
                FolderKeys.forget(tx, folder.id());
                return;
            }
            for (var folder : tx.view().folders()) {
                FolderKeys.forget(tx, folder.id());
            }
        });
    }

    /// Finds what a reference names, for somebody who may use it; one for a single use is used up by this.
    ///
    /// @return empty when it is no good, for whatever reason
    /// @throws StoreFailure.Unavailable when it cannot be known now
    public Optional<Found> find(Visitor visitor, String text) {
        ImapUrl url;
        try {
            url = ImapUrl.parse(text);
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
        var grant = url.grant();
        if (grant == null || grant.verifier() == null) {
            return Optional.empty();
        }
        var mechanism = Mechanism.named(grant.verifier().mechanism());
        if (mechanism.isEmpty() || !isFor(grant.access(), visitor) || isOver(grant.expire(), clock.instant())) {
            return Optional.empty();
        }
        try {
            return hidden(url, mechanism.get()).flatMap(hidden -> find(hidden, url, mechanism.get(), text));
        } catch (StoreFailure.NotFound gone) {
            return Optional.empty();
        }
    }

    private Optional<Found> find(OpaqueNames.Hidden hidden, ImapUrl url, Mechanism mechanism, String text) {
        var box = store.find(hidden.box());
        if (box.isEmpty()) {
            return Optional.empty();
        }
        var view = box.get().view();
        var folder = view.folder(hidden.folder())
                .filter(it -> hidden.uidValidity() == 0 || it.uidValidity() == hidden.uidValidity());
        var key = folder.flatMap(it -> keys.find(view, it.id()));
        if (folder.isEmpty() || key.isEmpty()) {
            return Optional.empty();
        }
        var grant = Objects.requireNonNull(url.grant());
        var verifier = Objects.requireNonNull(grant.verifier());
        if (verifier.token().length() != 2 * (NONCE_BYTES + 32)) {
            return Optional.empty();
        }
        var given = HEX.parseHex(verifier.token());
        var nonce = Arrays.copyOf(given, NONCE_BYTES);
        if (!MessageDigest.isEqual(given, token(key.get(), nonce, mechanism, url.rump(text)))) {
            return Optional.empty();
        }
        var found = locate(view, folder.get(), hidden.part());
        if (found.isPresent() && mechanism.isOnce()) {
            var until = Objects.requireNonNull(grant.expire());
            var actor = new Actor(hidden.box().text(), "reference");
            boolean first = keys.use(box.get(), actor, folder.get().id(), HEX.formatHex(given), until, clock.instant());
            return first ? found : Optional.empty();
        }
        return found;
    }

    /// What the URL means, whether it says so or hides it.
    private Optional<OpaqueNames.Hidden> hidden(ImapUrl url, Mechanism mechanism) {
        var folder = Objects.requireNonNull(url.folder());
        var part = Objects.requireNonNull(url.part());
        if (mechanism.isOpaque()) {
            return names.open(folder.name());
        }
        var server = Objects.requireNonNull(url.server());
        try {
            var id = new BoxId(server.user() == null ? "" : server.user());
            var path = new FolderPath(folder.name());
            return store.find(id)
                    .flatMap(box -> box.view().folder(path))
                    .map(found -> new OpaqueNames.Hidden(id, found.id(), folder.uidValidity(), part));
        } catch (IllegalArgumentException impossible) {
            return Optional.empty();
        }
    }

    private static Optional<Found> locate(BoxView view, Folder folder, ImapUrl.Part part) {
        var placement = new Placement(folder.id(), Uid.of(part.uid()));
        var object = view.object(placement);
        var payload = view.payload(placement);
        return PartPlace.find(object.summary().body(), payload.size(), part.section())
                .map(place -> new Found(payload, place, part.range()));
    }

    private String opaque(MessageBox box, Folder folder, ImapUrl url) {
        var server = Objects.requireNonNull(url.server());
        var part = Objects.requireNonNull(url.part());
        var name = names.seal(new OpaqueNames.Hidden(box.id(), folder.id(), folder.uidValidity(), part));
        return new ImapUrl(
                        new ImapUrl.Server(null, null, server.host(), server.port()),
                        new ImapUrl.Folder(name, 0),
                        // the grammar wants a uid
                        new ImapUrl.Part(1, null, null),
                        url.grant())
                .text();
    }

    private static void check(ImapUrl url, Mechanism mechanism, Instant now) {
        var grant = url.grant();
        var part = url.part();
        if (grant == null || part == null || grant.verifier() != null) {
            throw new IllegalArgumentException("url is not the rump of a reference");
        }
        if (part.section() != null && !PartPlace.isSection(part.section())) {
            throw new IllegalArgumentException("section of a reference");
        }
        if (isOver(grant.expire(), now)) {
            throw new IllegalArgumentException("EXPIRE is past");
        }
        if (mechanism.isOnce() && (grant.expire() == null || grant.expire().isAfter(now.plus(ONCE_LIFE_MAX)))) {
            throw new IllegalArgumentException(
                    "for one use EXPIRE is needed, at most " + ONCE_LIFE_MAX.toDays() + " days ahead");
        }
        if (mechanism.isOpaque() && grant.access() instanceof ImapUrl.Access.Submit) {
            throw new IllegalArgumentException("submit+ names the account that is to be hidden");
        }
    }

    /// The folder, which must be the account's own.
    private static Folder own(MessageBox box, ImapUrl url) {
        var server = url.server();
        var folder = url.folder();
        if (server == null || folder == null || !box.id().text().equals(server.user())) {
            throw new StoreFailure.NotPermitted("url of another account");
        }
        return box.view()
                .folder(new FolderPath(folder.name()))
                .filter(it -> folder.uidValidity() == 0 || it.uidValidity() == folder.uidValidity())
                .orElseThrow(() -> new StoreFailure.NotFound("folder of a url"));
    }

    // RFC 4467 §3
    private static boolean isFor(ImapUrl.Access access, Visitor visitor) {
        return switch (access) {
            case ImapUrl.Access.Submit(var user) -> visitor.proxied() && user.equals(visitor.name());
            case ImapUrl.Access.User(var name) -> name.equals(visitor.name());
            case ImapUrl.Access.AnyUser(), ImapUrl.Access.Anyone() -> true;
        };
    }

    private static boolean isOver(@Nullable Instant expire, Instant now) {
        return expire != null && !now.isBefore(expire);
    }

    /// A number used once, and what vouches for it, the mechanism and the rump.
    private static byte[] token(byte[] key, byte[] nonce, Mechanism mechanism, String rump) {
        var text = HEX.formatHex(nonce) + ':' + mechanism.word() + ':' + rump;
        var mac = FolderKeys.mac(key, text.getBytes(StandardCharsets.US_ASCII));
        var token = Arrays.copyOf(nonce, nonce.length + mac.length);
        System.arraycopy(mac, 0, token, nonce.length, mac.length);
        return token;
    }
}
