// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.mailbox;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.ComposedMessageId;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.ThreadId;
import org.reactivestreams.Publisher;
import org.satchel.imap.james.grammar.FlagText;
import org.satchel.model.Change;
import org.satchel.model.Deposit;
import org.satchel.model.Entry;
import org.satchel.model.FolderId;
import org.satchel.model.StoreFailure;
import org.satchel.model.Uid;
import reactor.core.publisher.Mono;

/// James's message manager over one folder: what its REPLACE and its lists need.
final class FolderMessages extends UnservedMessages {
    private final Mailboxes mailboxes;
    private final Owner owner;
    private final FolderId folder;

    FolderMessages(Mailboxes mailboxes, Owner owner, FolderId folder) {
        this.mailboxes = mailboxes;
        this.owner = owner;
        this.folder = folder;
    }

    @Override
    public MailboxId getId() {
        return new FolderKey(folder);
    }

    @Override
    public MailboxPath getMailboxPath() {
        try {
            return mailboxes.path(owner, folder);
        } catch (MailboxException gone) {
            throw new StoreFailure.NotFound("folder " + folder.number());
        }
    }

    @Override
    public Mailbox getMailboxEntity() throws MailboxException {
        return Mailboxes.on(owner, () -> mailboxes.mailbox(owner, Mailboxes.present(owner, folder)));
    }

    @Override
    public void delete(List<MessageUid> uids, MailboxSession session) throws MailboxException {
        var doomed = uids.stream().map(uid -> Uid.of(uid.asLong())).toList();
        Mailboxes.write(session, tx -> tx.remove(folder, doomed, Change.Cause.REMOVED));
    }

    @Override
    public Publisher<AppendResult> appendMessageReactive(AppendCommand command, MailboxSession session) {
        return Mono.fromCallable(() -> append(command, session));
    }

    private AppendResult append(AppendCommand command, MailboxSession session) throws MailboxException, IOException {
        try (var in = command.getMsgIn().getInputStream();
                var draft = owner.box().draft(in, Long.MAX_VALUE)) {
            var how = new Deposit(
                    FlagText.fromJames(command.getFlags()),
                    command.getInternalDate().toInstant(),
                    null);
            var entry = Mailboxes.write(session, tx -> tx.deposit(folder, draft, how));
            var id = new ObjectKey(entry.object());
            return new AppendResult(
                    new ComposedMessageId(getId(), id, uid(entry)),
                    entry.size(),
                    Optional.empty(),
                    ThreadId.fromBaseMessageId(id));
        }
    }

    private static MessageUid uid(Entry entry) {
        return MessageUid.of(entry.uid().number());
    }
}
