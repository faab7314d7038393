// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.satchel.model.Actor;
import org.satchel.model.BoxTransaction;
import org.satchel.model.BoxView;
import org.satchel.model.Change;
import org.satchel.model.Deposit;
import org.satchel.model.Draft;
import org.satchel.model.FlagEdit;
import org.satchel.model.Flags;
import org.satchel.model.Folder;
import org.satchel.model.FolderPath;
import org.satchel.model.Kind;
import org.satchel.model.MessageStore;
import org.satchel.model.Placement;
import org.satchel.model.mime.Identity;

/// Puts messages into boxes: one object per message, durable when the call returns.
final class Recording {
    private static final String SESSION = "sip";

    private final MessageStore store;
    private final ObjectRenderer renderer;
    private final RecorderLimits limits;

    Recording(MessageStore store, ObjectRenderer renderer, RecorderLimits limits) {
        this.store = store;
        this.renderer = renderer;
        this.limits = limits;
    }

    /// @return false when the box holds it already
    /// @throws org.satchel.model.StoreFailure when it cannot be stored; nothing has changed then
    boolean record(Item item) {
        var box = store.open(item.parties().box());
        var bytes = renderer.render(item);
        try (var draft = box.draft(bytes.open(), bytes.size())) {
            if (identity(draft).in(box.view()).isPresent()) {
                return false;
            }
            var actor = new Actor(item.parties().box().text(), SESSION);
            var commit = box.write(actor, transaction -> deposit(transaction, item, draft));
            return commit.changes().stream().anyMatch(Change.ObjectAdded.class::isInstance);
        } catch (IOException e) {
            throw new UncheckedIOException("an array does not fail", e);
        }
    }

    private void deposit(BoxTransaction transaction, Item item, Draft draft) {
        var identity = identity(draft);
        if (identity.in(transaction.view()).isPresent()) {
            return;
        }
        var folder = folder(transaction, item.folder());
        transaction.deposit(folder.id(), draft, new Deposit(item.flags(), null, identity.key()));
        if (item.content() instanceof Content.Notification(var cpim, var imdn)
                && imdn.isDisplayed()
                && item.parties().direction() == Direction.SENT) {
            original(transaction.view(), item, imdn, folder).ifPresent(place -> markRead(transaction, place));
        }
    }

    /// What is recorded has an IMDN Message-ID: it was assigned when it came without.
    private static Identity identity(Draft draft) {
        return Identity.of(draft.summary()).orElseThrow();
    }

    private static Folder folder(BoxTransaction transaction, FolderPath path) {
        return transaction.folder(path).filter(Folder::selectable).orElseGet(() -> transaction.createFolder(path));
    }

    /// CPM-MSG §12: who sends "displayed" has read the message, on whichever device, and owes no further report.
    private static void markRead(BoxTransaction transaction, Placement original) {
        var read = FlagEdit.add(Flags.of(Flags.SEEN, Flags.READ_REPORT_SENT));
        transaction.flag(original.folder(), List.of(original.uid()), read, null);
    }

    /// The message that the notification is about: by its key, else among the newest of the conversation, as it may
    /// have come in otherwise.
    private Optional<Placement> original(BoxView view, Item item, Imdn imdn, Folder folder) {
        return item.original(imdn.originalId())
                .in(view)
                .flatMap(view::locate)
                .or(() -> scan(view, folder, imdn.originalId()));
    }

    private Optional<Placement> scan(BoxView view, Folder folder, String originalId) {
        var listing = view.listing(folder.id());
        int last = Math.max(0, listing.count() - limits.originalScanMax());
        for (int i = listing.count() - 1; i >= last; i--) {
            var entry = listing.at(i);
            if (entry.kind() == Kind.IMDN || entry.flags().has(Flags.READ_REPORT_SENT)) {
                continue;
            }
            var place = new Placement(folder.id(), entry.uid());
            var summary = view.object(place).summary();
            boolean sent = summary.attribute("Direction")
                    .filter("Out"::equalsIgnoreCase)
                    .isPresent();
            if (!sent && summary.attribute(Ids.IMDN).filter(originalId::equals).isPresent()) {
                return Optional.of(place);
            }
        }
        return Optional.empty();
    }
}
