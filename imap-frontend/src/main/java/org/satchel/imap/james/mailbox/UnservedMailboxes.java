// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.mailbox;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.SessionProvider;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxAnnotation;
import org.apache.james.mailbox.model.MailboxAnnotationKey;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.MultimailboxesSearchQuery;
import org.apache.james.mailbox.model.ThreadId;
import org.reactivestreams.Publisher;

/// The methods of James's mailbox manager that none of its processors here calls.
abstract class UnservedMailboxes implements MailboxManager {
    @Override
    public EnumSet<MailboxManager.SearchCapabilities> getSupportedSearchCapabilities() {
        throw new UnsupportedOperationException("getSupportedSearchCapabilities");
    }

    @Override
    public Optional<MailboxId> createMailbox(MailboxPath a, MailboxManager.CreateOption b, MailboxSession c) {
        throw new UnsupportedOperationException("createMailbox");
    }

    @Override
    public void deleteMailbox(MailboxPath a, MailboxSession b) {
        throw new UnsupportedOperationException("deleteMailbox");
    }

    @Override
    public Mailbox deleteMailbox(MailboxId a, MailboxSession b) {
        throw new UnsupportedOperationException("deleteMailbox");
    }

    @Override
    public List<MailboxManager.MailboxRenamedResult> renameMailbox(
            MailboxPath a, MailboxPath b, MailboxManager.RenameOption c, MailboxSession d) {
        throw new UnsupportedOperationException("renameMailbox");
    }

    @Override
    public List<MailboxManager.MailboxRenamedResult> renameMailbox(
            MailboxId a, MailboxPath b, MailboxManager.RenameOption c, MailboxSession d) {
        throw new UnsupportedOperationException("renameMailbox");
    }

    @Override
    public List<MessageRange> copyMessages(MessageRange a, MailboxPath b, MailboxPath c, MailboxSession d) {
        throw new UnsupportedOperationException("copyMessages");
    }

    @Override
    public List<MessageRange> copyMessages(MessageRange a, MailboxId b, MailboxId c, MailboxSession d) {
        throw new UnsupportedOperationException("copyMessages");
    }

    @Override
    public List<MessageRange> moveMessages(MessageRange a, MailboxPath b, MailboxPath c, MailboxSession d) {
        throw new UnsupportedOperationException("moveMessages");
    }

    @Override
    public List<MessageRange> moveMessages(MessageRange a, MailboxId b, MailboxId c, MailboxSession d) {
        throw new UnsupportedOperationException("moveMessages");
    }

    @Override
    public Publisher<MessageId> search(MultimailboxesSearchQuery a, MailboxSession b, long c) {
        throw new UnsupportedOperationException("search");
    }

    @Override
    public Publisher<MessageId> getThread(ThreadId a, MailboxSession b) {
        throw new UnsupportedOperationException("getThread");
    }

    @Override
    public List<MailboxPath> list(MailboxSession a) {
        throw new UnsupportedOperationException("list");
    }

    @Override
    public boolean hasChildren(MailboxPath a, MailboxSession b) {
        throw new UnsupportedOperationException("hasChildren");
    }

    @Override
    public Publisher<Boolean> hasChildrenReactive(MailboxPath a, MailboxSession b) {
        throw new UnsupportedOperationException("hasChildrenReactive");
    }

    @Override
    public MessageId.Factory getMessageIdFactory() {
        throw new UnsupportedOperationException("getMessageIdFactory");
    }

    @Override
    public boolean hasRight(MailboxId a, MailboxACL.Right b, MailboxSession c) {
        throw new UnsupportedOperationException("hasRight");
    }

    @Override
    public void applyRightsCommand(MailboxPath a, MailboxACL.ACLCommand b, MailboxSession c) {
        throw new UnsupportedOperationException("applyRightsCommand");
    }

    @Override
    public void applyRightsCommand(MailboxId a, MailboxACL.ACLCommand b, MailboxSession c) {
        throw new UnsupportedOperationException("applyRightsCommand");
    }

    @Override
    public void setRights(MailboxPath a, MailboxACL b, MailboxSession c) {
        throw new UnsupportedOperationException("setRights");
    }

    @Override
    public void setRights(MailboxId a, MailboxACL b, MailboxSession c) {
        throw new UnsupportedOperationException("setRights");
    }

    @Override
    public List<MailboxAnnotation> getAllAnnotations(MailboxPath a, MailboxSession b) {
        throw new UnsupportedOperationException("getAllAnnotations");
    }

    @Override
    public List<MailboxAnnotation> getAnnotationsByKeys(MailboxPath a, MailboxSession b, Set<MailboxAnnotationKey> c) {
        throw new UnsupportedOperationException("getAnnotationsByKeys");
    }

    @Override
    public List<MailboxAnnotation> getAnnotationsByKeysWithOneDepth(
            MailboxPath a, MailboxSession b, Set<MailboxAnnotationKey> c) {
        throw new UnsupportedOperationException("getAnnotationsByKeysWithOneDepth");
    }

    @Override
    public List<MailboxAnnotation> getAnnotationsByKeysWithAllDepth(
            MailboxPath a, MailboxSession b, Set<MailboxAnnotationKey> c) {
        throw new UnsupportedOperationException("getAnnotationsByKeysWithAllDepth");
    }

    @Override
    public void updateAnnotations(MailboxPath a, MailboxSession b, List<MailboxAnnotation> c) {
        throw new UnsupportedOperationException("updateAnnotations");
    }

    @Override
    public MailboxSession createSystemSession(Username a) {
        throw new UnsupportedOperationException("createSystemSession");
    }

    @Override
    public SessionProvider.AuthorizationStep authenticate(Username a, String b) {
        throw new UnsupportedOperationException("authenticate");
    }

    @Override
    public SessionProvider.AuthorizationStep authenticate(Username a) {
        throw new UnsupportedOperationException("authenticate");
    }
}
