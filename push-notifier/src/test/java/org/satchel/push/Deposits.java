// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.satchel.model.Actor;
import org.satchel.model.BoxId;
import org.satchel.model.Commit;
import org.satchel.model.Deposit;
import org.satchel.model.FlagEdit;
import org.satchel.model.Flags;
import org.satchel.model.FolderPath;
import org.satchel.model.MessageBox;
import org.satchel.model.Uid;

/// What users do to a box, in one line each.
public final class Deposits {
    public static final BoxId ALICE = new BoxId("tel:+15550100001");
    private static final int BYTES_MAX = 10_000;

    private Deposits() {}

    public static Commit receive(MessageBox box, String text) {
        return deposit(box, Actor.owner(box.id()), text, Flags.NONE);
    }

    public static Commit deposit(MessageBox box, Actor actor, String text, Flags flags) {
        return deposit(box, actor, text, flags, FolderPath.INBOX);
    }

    public static Commit deposit(MessageBox box, Actor actor, String text, Flags flags, FolderPath path) {
        var bytes = ("From: tel:+15550100042\r\nSubject: s\r\n\r\n" + text + "\r\n").getBytes(UTF_8);
        try (var draft = box.draft(new ByteArrayInputStream(bytes), BYTES_MAX)) {
            return box.write(
                    actor, tx -> tx.deposit(tx.folder(path).orElseThrow().id(), draft, Deposit.flagged(flags)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public static Commit read(MessageBox box, Uid... uids) {
        return box.write(
                Actor.owner(box.id()),
                tx -> tx.flag(
                        tx.folder(FolderPath.INBOX).orElseThrow().id(),
                        List.of(uids),
                        FlagEdit.add(Flags.of(Flags.SEEN)),
                        null));
    }

    public static Commit createFolder(MessageBox box, String path) {
        return box.write(Actor.owner(box.id()), tx -> tx.createFolder(new FolderPath(path)));
    }
}
