// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.session;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.mail.Flags;
import org.apache.james.events.EventListener;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.NullableMessageSequenceNumber;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MailboxPath;
import org.jspecify.annotations.Nullable;
import org.satchel.imap.james.mailbox.FolderKey;
import org.satchel.imap.james.mailbox.Mailboxes;
import org.satchel.imap.james.mailbox.Owner;
import org.satchel.imap.objects.ObjectIds;
import org.satchel.model.BoxView;
import org.satchel.model.Entry;
import org.satchel.model.Folder;
import org.satchel.model.FolderId;
import org.satchel.model.Listing;
import org.satchel.model.MessageBox;
import org.satchel.model.ModSeq;
import org.satchel.model.Right;
import org.satchel.model.StoreFailure;
import org.satchel.model.Uid;
import org.satchel.model.share.Shares;
import reactor.core.publisher.Mono;

/// What a client was told about the folder it has selected.
///
/// Its numbering is one immutable listing, shared with everybody who reads the box at that time: sequence number n is
/// its entry n - 1. It goes
/// forward only when the client is told so; how, is the announcer's. To James's processors nothing ever seems to have
/// happened.
public final class SelectedFolder implements SelectedMailbox {
    /// What a client is told whose selected folder somebody else's is, and not shared with it any more.
    public static final String WITHDRAWN = "The right to read the selected folder has ended";

    /// While many objects are told of, so often the box is asked for its grants again: it may be a way to a database.
    private static final long GRANTS_LOOK_NANOS = Duration.ofMillis(200).toNanos();

    private final Mailboxes mailboxes;
    private final Shares shares;
    private final Owner owner;
    private final MessageBox box;
    private final FolderId folder;
    private final boolean readOnly;
    private final Recents recents = new Recents();
    private Set<String> keywords;
    private Listing told;
    private ModSeq position;
    private boolean owesRemovals;
    private @Nullable ModSeq knownThrough;
    private long grantsSeenNanos = System.nanoTime();
    private KeptResult kept = KeptResult.NONE;
    private final LiveSearches live = new LiveSearches();

    public SelectedFolder(
            Mailboxes mailboxes, Shares shares, Owner owner, Place place, Set<String> keywords, boolean readOnly) {
        this.mailboxes = mailboxes;
        this.shares = shares;
        this.owner = owner;
        this.box = place.box();
        this.folder = place.folder().id();
        this.readOnly = readOnly;
        this.keywords = keywords;
        this.told = place.view().listing(folder);
        this.position = place.view().modSeq();
    }

    /// Where the folder is: not always the box that the client has logged in to.
    public MessageBox box() {
        return box;
    }

    public FolderId folder() {
        return folder;
    }

    public boolean isOwn() {
        return box.id().equals(owner.box().id());
    }

    /// What the ids of its objects have behind them.
    public String realm() {
        return isOwn() ? "" : ObjectIds.realm(box.id());
    }

    /// What the client may do in it now.
    public Set<Right> rights(BoxView view) {
        return isOwn() ? Right.ALL : shares.rights(owner.actor().principal(), view, folder);
    }

    /// True when it is somebody else's and may not be read any more, or is not there any more.
    public boolean isWithdrawn() {
        if (isOwn()) {
            return false;
        }
        try {
            return !isReadable(box.view());
        } catch (StoreFailure.NotFound erased) {
            return true;
        } catch (StoreFailure.Unavailable later) {
            // whoever needs it will be told so
            return false;
        }
    }

    /// The same, of a view that something is to be told from.
    public boolean isWithdrawn(BoxView view) {
        return !isOwn() && !isReadable(view);
    }

    /// To be asked before anything of its objects is told.
    ///
    /// @throws StoreFailure.NotPermitted when it is somebody else's and may not be read any more
    public void demandReadable() {
        if (isWithdrawn()) {
            throw new StoreFailure.NotPermitted("reading folder " + folder.number());
        }
        grantsSeenNanos = System.nanoTime();
    }

    /// The same for what is quickly told of many objects.
    ///
    /// @param view what is told is from there; rights that were taken away since are noticed soon
    public void demandReadable(BoxView view) {
        if (isWithdrawn(view)) {
            throw new StoreFailure.NotPermitted("reading folder " + folder.number());
        }
        if (!isOwn() && System.nanoTime() - grantsSeenNanos >= GRANTS_LOOK_NANOS) {
            demandReadable();
        }
    }

    private boolean isReadable(BoxView view) {
        return view.folder(folder).filter(Folder::selectable).isPresent()
                && rights(view).containsAll(Places.READABLE);
    }

    /// How long it is until a right of the client on it ends by itself; empty when none does.
    public Optional<Duration> untilEnding() {
        return isOwn() ? Optional.empty() : shares.untilEnding(owner.actor().principal(), box.view(), folder);
    }

    public boolean isReadOnly() {
        return readOnly;
    }

    public Recents recents() {
        return recents;
    }

    public Set<String> keywords() {
        return keywords;
    }

    public void keywords(Set<String> known) {
        keywords = known;
    }

    /// The numbering.
    public Listing told() {
        return told;
    }

    /// Up to where the log was read for this client.
    public ModSeq position() {
        return position;
    }

    /// True when objects are gone that the client still counts.
    public boolean owesRemovals() {
        return owesRemovals;
    }

    /// What `$` names.
    public KeptResult kept() {
        return kept;
    }

    public void keep(KeptResult result) {
        kept = result;
    }

    /// The searches whose results the client follows.
    public LiveSearches live() {
        return live;
    }

    /// Where the client stood before the first removal that it was not told of; null = it was told of all.
    public @Nullable ModSeq knownThrough() {
        return knownThrough;
    }

    /// Some are gone, and the client is not told now.
    public void holdRemovals() {
        if (knownThrough == null) {
            knownThrough = position;
        }
    }

    /// The client knows everything.
    public void caughtUp(Listing listing, ModSeq at) {
        told = listing;
        position = at;
        owesRemovals = false;
        knownThrough = null;
    }

    /// The client knows what changed, but not what is gone: its numbering stays.
    public void caughtUpButRemovals(ModSeq at) {
        position = at;
        owesRemovals = true;
    }

    /// Sequence number of a uid; 0 when the client does not count it.
    public int number(Uid uid) {
        return told.indexOf(uid) + 1;
    }

    /// True when a listing of the folder has exactly the objects that the client counts. Uids only ascend and are never
    /// given out twice, so
    /// the same number of objects with the same last uid are the same objects.
    public boolean numbers(Listing listing) {
        int count = told.count();
        return listing.count() == count
                && (count == 0
                        || listing.at(count - 1).uid().equals(told.at(count - 1).uid()));
    }

    public boolean isGone() {
        return isGone(box.view());
    }

    public boolean isGone(BoxView view) {
        return !view.modSeq().equals(position)
                && view.folder(folder).map(present -> !present.selectable()).orElse(true);
    }

    @Override
    public Mono<Void> deselect() {
        return Mono.empty();
    }

    @Override
    public void registerIdle(EventListener.ReactiveEventListener idle) {
        throw new UnsupportedOperationException("registerIdle");
    }

    @Override
    public void unregisterIdle() {
        throw new UnsupportedOperationException("unregisterIdle");
    }

    @Override
    public NullableMessageSequenceNumber msn(MessageUid uid) {
        int number = uid.asLong() < 1 || uid.asLong() > Uid.LAST.number() ? 0 : number(Uid.of(uid.asLong()));
        return number == 0 ? NullableMessageSequenceNumber.noMessage() : NullableMessageSequenceNumber.of(number);
    }

    @Override
    public Optional<MessageUid> uid(int number) {
        return number < 1 || number > told.count() ? Optional.empty() : Optional.of(james(told.at(number - 1)));
    }

    @Override
    public boolean addRecent(MessageUid uid) {
        return false;
    }

    @Override
    public boolean removeRecent(MessageUid uid) {
        return false;
    }

    @Override
    public Collection<MessageUid> getRecent() {
        throw new UnsupportedOperationException("getRecent");
    }

    @Override
    public int recentCount() {
        return recents.count(told);
    }

    @Override
    public long existsCount() {
        return told.count();
    }

    @Override
    public Mono<MailboxPath> getPathReactive() {
        return Mono.fromCallable(() -> mailboxes.path(owner, folder));
    }

    @Override
    public MailboxId getMailboxId() {
        return new FolderKey(folder);
    }

    @Override
    public MessageManager getMessageManager() {
        return mailboxes.messages(owner, folder);
    }

    @Override
    public boolean isRecent(MessageUid uid) {
        return recents.contains(uid.asLong());
    }

    @Override
    public boolean isDeletedByOtherSession() {
        return false;
    }

    @Override
    public boolean isSizeChanged() {
        return false;
    }

    @Override
    public boolean isRecentUidRemoved() {
        return false;
    }

    @Override
    public void resetRecentUidRemoved() {
        // nothing was removed, see above
    }

    @Override
    public void resetEvents() {
        // there are none
    }

    @Override
    public Collection<MessageUid> expungedUids() {
        return List.of();
    }

    @Override
    public void resetExpungedUids() {
        // there are none
    }

    @Override
    public NullableMessageSequenceNumber remove(MessageUid uid) {
        throw new UnsupportedOperationException("remove");
    }

    @Override
    public Collection<MessageUid> flagUpdateUids() {
        return List.of();
    }

    @Override
    public Optional<MessageUid> getFirstUid() {
        return uid(1);
    }

    @Override
    public Optional<MessageUid> getLastUid() {
        return uid(told.count());
    }

    @Override
    public Flags getApplicableFlags() {
        throw new UnsupportedOperationException("getApplicableFlags");
    }

    @Override
    public boolean hasNewApplicableFlags() {
        return false;
    }

    @Override
    public void resetNewApplicableFlags() {
        // there are none
    }

    private static MessageUid james(Entry entry) {
        return MessageUid.of(entry.uid().number());
    }
}
