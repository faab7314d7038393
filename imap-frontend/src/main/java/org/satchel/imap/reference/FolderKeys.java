// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.reference;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.satchel.model.Actor;
import org.satchel.model.BoxTransaction;
import org.satchel.model.BoxView;
import org.satchel.model.FolderId;
import org.satchel.model.MessageBox;
import org.satchel.model.StoreFailure;

/// The keys that vouch for references, one for a folder, and the marks of those that were used up.
///
/// Both live and end with the folder, and travel with the box.
public final class FolderKeys {
    /// What the names of the annotations begin with: it is neither `/private` nor `/shared`, so no client can name it.
    public static final String PREFIX = "/server/";

    /// Most used-up references that a folder remembers: those whose time is not over.
    static final int MARKS_MAX = 1_000;

    private static final String KEY = PREFIX + "urlauth/key";
    private static final String MARKS = PREFIX + "urlauth/used";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final int MARK_CHARS = 32;

    private final SecureRandom random;

    FolderKeys(SecureRandom random) {
        this.random = random;
    }

    /// The key of a folder; it is made when there is none.
    byte[] obtain(MessageBox box, Actor actor, FolderId folder) {
        var present = find(box.view(), folder);
        if (present.isPresent()) {
            return present.get();
        }
        var fresh = new byte[KEY_BYTES];
        random.nextBytes(fresh);
        var text = Base64.getEncoder().encodeToString(fresh);
        box.write(actor, tx -> {
            tx.folder(folder);
            if (value(tx.view(), folder, KEY).isEmpty()) {
                tx.annotate(folder, KEY, "", text);
            }
        });
        return find(box.view(), folder).orElseThrow(() -> new StoreFailure.NotFound("key of a folder"));
    }

    Optional<byte[]> find(BoxView view, FolderId folder) {
        return value(view, folder, KEY).map(Base64.getDecoder()::decode);
    }

    /// Throws the key away, and the marks with it: nothing that it vouched for is good any more.
    static void forget(BoxTransaction tx, FolderId folder) {
        for (var entry : new String[] {KEY, MARKS}) {
            if (value(tx.view(), folder, entry).isPresent()) {
                tx.annotate(folder, entry, "", null);
            }
        }
    }

    /// Marks a reference as used up, unless it is already.
    ///
    /// @param token its first characters tell it from others
    /// @param until when it would have ended by itself; then the mark goes, too
    /// @return false when it was used up before
    /// @throws StoreFailure.TooLarge when the folder remembers too many
    boolean use(MessageBox box, Actor actor, FolderId folder, String token, Instant until, Instant now) {
        var mark = token.substring(0, MARK_CHARS);
        var first = new boolean[1];
        box.write(actor, tx -> {
            var kept = new StringBuilder();
            int count = 0;
            first[0] = true;
            for (var line : value(tx.view(), folder, MARKS).orElse("").split(" ", -1)) {
                if (line.length() <= MARK_CHARS) {
                    continue;
                }
                first[0] &= !line.startsWith(mark);
                if (Long.parseLong(line.substring(MARK_CHARS)) >= now.getEpochSecond()) {
                    kept.append(line).append(' ');
                    count++;
                }
            }
            if (!first[0]) {
                return;
            }
            if (count >= MARKS_MAX) {
                throw new StoreFailure.TooLarge("references used up in one folder");
            }
            kept.append(mark).append(until.getEpochSecond());
            tx.annotate(folder, MARKS, "", kept.toString());
        });
        return first[0];
    }

    static byte[] mac(byte[] key, byte[] text) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(text);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(ALGORITHM, impossible);
        }
    }

    private static Optional<String> value(BoxView view, FolderId folder, String entry) {
        for (var annotation : view.annotations(Optional.of(folder))) {
            if (annotation.entry().equals(entry)) {
                return Optional.of(annotation.value());
            }
        }
        return Optional.empty();
    }
}
