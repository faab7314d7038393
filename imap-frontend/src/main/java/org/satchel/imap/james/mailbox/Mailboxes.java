// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.mailbox;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.model.Mailbox;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxAnnotation;
import org.apache.james.mailbox.model.MailboxAnnotationKey;
import org.apache.james.mailbox.model.MailboxCounters;
import org.apache.james.mailbox.model.MailboxId;
import org.apache.james.mailbox.model.MailboxMetaData;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.model.MessageId;
import org.apache.james.mailbox.model.UidValidity;
import org.apache.james.mailbox.model.search.MailboxQuery;
import org.reactivestreams.Publisher;
import org.satchel.imap.james.grammar.Failures;
import org.satchel.imap.james.grammar.Paths;
import org.satchel.model.BoxTransaction;
import org.satchel.model.BoxView;
import org.satchel.model.Folder;
import org.satchel.model.FolderId;
import org.satchel.model.StoreFailure;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// James's mailbox manager over the model: folders of the box that the session is logged in to.
public final class Mailboxes extends UnservedMailboxes {
    private final Paths paths;
    private final FolderRights rights;
    private final FolderAnnotations annotations = new FolderAnnotations();

    public Mailboxes(Paths paths, InstantSource clock) {
        this.paths = paths;
        this.rights = new FolderRights(clock, paths.dialect());
    }

    /// Runs `work` with what a failure of the store is to James; the session keeps the failure for the answer's code.
    static <T> T on(MailboxSession session, Supplier<T> work) throws MailboxException {
        try {
            return work.get();
        } catch (StoreFailure failure) {
            ((Owner) session).failed(failure);
            throw Failures.asMailboxException(failure);
        }
    }

    Folder folder(BoxView view, MailboxPath path) {
        return paths.maybe(path.getName())
                .flatMap(view::folder)
                .orElseThrow(() -> new StoreFailure.NotFound("folder " + path.getName()));
    }

    public MailboxPath path(Owner owner, FolderId folder) throws MailboxException {
        return on(owner, () -> paths.james(present(owner, folder).path(), owner.getUser()));
    }

    public MessageManager messages(Owner owner, FolderId folder) {
        return new FolderMessages(this, owner, folder);
    }

    Mailbox mailbox(Owner owner, Folder folder) {
        var path = paths.james(folder.path(), owner.getUser());
        return new Mailbox(path, UidValidity.of(folder.uidValidity()), new FolderKey(folder.id()));
    }

    static Folder present(Owner owner, FolderId folder) {
        return owner.box()
                .view()
                .folder(folder)
                .orElseThrow(() -> new StoreFailure.NotFound("folder " + folder.number()));
    }

    @Override
    public EnumSet<MailboxCapabilities> getSupportedMailboxCapabilities() {
        return EnumSet.of(MailboxCapabilities.Move, MailboxCapabilities.UserFlag, MailboxCapabilities.Namespace);
    }

    @Override
    public boolean hasCapability(MailboxCapabilities capability) {
        return getSupportedMailboxCapabilities().contains(capability);
    }

    @Override
    public EnumSet<MessageCapabilities> getSupportedMessageCapabilities() {
        return EnumSet.of(MessageCapabilities.UniqueID);
    }

    @Override
    public MessageManager getMailbox(MailboxPath path, MailboxSession session) throws MailboxException {
        var owner = (Owner) session;
        return messages(
                owner,
                on(session, () -> selectable(folder(owner.box().view(), path)).id()));
    }

    @Override
    public MessageManager getMailbox(MailboxId id, MailboxSession session) throws MailboxException {
        var owner = (Owner) session;
        return messages(
                owner, on(session, () -> present(owner, FolderKey.of(id)).id()));
    }

    @Override
    public MessageManager getMailbox(Mailbox mailbox, MailboxSession session) throws MailboxException {
        return getMailbox(mailbox.getMailboxId(), session);
    }

    @Override
    public Publisher<MessageManager> getMailboxReactive(MailboxId id, MailboxSession session) {
        return Mono.fromCallable(() -> getMailbox(id, session));
    }

    @Override
    public Publisher<MessageManager> getMailboxReactive(MailboxPath path, MailboxSession session) {
        return Mono.fromCallable(() -> getMailbox(path, session));
    }

    @Override
    public Publisher<Boolean> mailboxExists(MailboxPath path, MailboxSession session) {
        return Mono.fromCallable(() -> paths.maybe(path.getName())
                .flatMap(name -> ((Owner) session).box().view().folder(name))
                .filter(Folder::selectable)
                .isPresent());
    }

    @Override
    public Flux<MailboxMetaData> search(MailboxQuery query, MailboxSearchFetchType type, MailboxSession session) {
        var owner = (Owner) session;
        var view = owner.box().view();
        var found = new ArrayList<MailboxMetaData>();
        for (var folder : view.folders()) {
            if (query.isExpressionMatch(paths.name(folder.path()))) {
                found.add(metaData(owner, view, folder));
            }
        }
        return Flux.fromIterable(found);
    }

    @Override
    public MessageId.Factory getMessageIdFactory() {
        throw new UnsupportedOperationException("getMessageIdFactory");
    }

    @Override
    public void startProcessingRequest(MailboxSession session) {
        // a view needs no preparation
    }

    @Override
    public void endProcessingRequest(MailboxSession session) {
        // nor an end
    }

    @Override
    public boolean hasRight(MailboxPath path, MailboxACL.Right right, MailboxSession session) throws MailboxException {
        return myRights(path, session).contains(right);
    }

    @Override
    public Publisher<Boolean> hasRightReactive(MailboxPath path, MailboxACL.Right right, MailboxSession session) {
        return Mono.fromCallable(() -> hasRight(path, right, session));
    }

    @Override
    public boolean hasRight(Mailbox mailbox, MailboxACL.Right right, MailboxSession session) throws MailboxException {
        return myRights(mailbox, session).contains(right);
    }

    @Override
    public List<MailboxACL.Rfc4314Rights> listRights(
            MailboxPath path, MailboxACL.EntryKey identifier, MailboxSession session) throws MailboxException {
        return on(session, () -> rights.grantable((Owner) session, identifier, folderOf(path, session)));
    }

    @Override
    public List<MailboxACL.Rfc4314Rights> listRights(
            Mailbox mailbox, MailboxACL.EntryKey identifier, MailboxSession session) throws MailboxException {
        return on(session, () -> rights.grantable((Owner) session, identifier, FolderKey.of(mailbox.getMailboxId())));
    }

    @Override
    public MailboxACL listRights(MailboxPath path, MailboxSession session) throws MailboxException {
        return on(session, () -> rights.all((Owner) session, folderOf(path, session)));
    }

    @Override
    public MailboxACL listRights(MailboxId id, MailboxSession session) throws MailboxException {
        return on(session, () -> rights.all((Owner) session, FolderKey.of(id)));
    }

    @Override
    public MailboxACL.Rfc4314Rights myRights(MailboxPath path, MailboxSession session) throws MailboxException {
        return on(session, () -> rights.mine((Owner) session, folderOf(path, session)));
    }

    @Override
    public Publisher<MailboxACL.Rfc4314Rights> myRightsReactive(MailboxPath path, MailboxSession session) {
        return Mono.fromCallable(() -> myRights(path, session));
    }

    @Override
    public Publisher<MailboxACL.Rfc4314Rights> myRights(MailboxId id, MailboxSession session) {
        return Mono.fromCallable(() -> on(session, () -> rights.mine((Owner) session, FolderKey.of(id))));
    }

    @Override
    public MailboxACL.Rfc4314Rights myRights(Mailbox mailbox, MailboxSession session) {
        return rights.mine((Owner) session, FolderKey.of(mailbox.getMailboxId()));
    }

    @Override
    public Publisher<Void> applyRightsCommandReactive(
            MailboxPath path, MailboxACL.ACLCommand command, MailboxSession session) {
        return Mono.fromCallable(() -> write(
                        session, tx -> rights.apply(tx, folder(tx.view(), path).id(), command)))
                .then();
    }

    @Override
    public Publisher<MailboxAnnotation> getAllAnnotationsReactive(MailboxPath path, MailboxSession session) {
        return annotations.read((Owner) session, () -> folderOf(path, session), _ -> true);
    }

    @Override
    public Publisher<MailboxAnnotation> getAnnotationsByKeysReactive(
            MailboxPath path, MailboxSession session, Set<MailboxAnnotationKey> keys) {
        return annotations.read((Owner) session, () -> folderOf(path, session), keys::contains);
    }

    @Override
    public Publisher<MailboxAnnotation> getAnnotationsByKeysWithOneDepthReactive(
            MailboxPath path, MailboxSession session, Set<MailboxAnnotationKey> keys) {
        return annotations.read(
                (Owner) session,
                () -> folderOf(path, session),
                key -> keys.stream().anyMatch(wanted -> wanted.isParentOrIsEqual(key)));
    }

    @Override
    public Publisher<MailboxAnnotation> getAnnotationsByKeysWithAllDepthReactive(
            MailboxPath path, MailboxSession session, Set<MailboxAnnotationKey> keys) {
        return annotations.read(
                (Owner) session,
                () -> folderOf(path, session),
                key -> keys.stream().anyMatch(wanted -> wanted.isAncestorOrIsEqual(key)));
    }

    @Override
    public Publisher<Void> updateAnnotationsReactive(
            MailboxPath path, MailboxSession session, List<MailboxAnnotation> values) {
        var owner = (Owner) session;
        return Mono.fromCallable(() ->
                        annotations.write(owner, tx -> folder(tx.view(), path).id(), values))
                .then();
    }

    /// Runs one write and gives what it made.
    static <T> T write(MailboxSession session, Function<BoxTransaction, T> work) throws MailboxException {
        var owner = (Owner) session;
        return on(session, () -> {
            var result = new ArrayList<T>(1);
            owner.box().write(owner.actor(), tx -> {
                result.clear();
                result.add(work.apply(tx));
            });
            return result.getFirst();
        });
    }

    private FolderId folderOf(MailboxPath path, MailboxSession session) {
        return folder(((Owner) session).box().view(), path).id();
    }

    private MailboxMetaData metaData(Owner owner, BoxView view, Folder folder) {
        boolean children = view.folders().stream()
                .anyMatch(
                        other -> !other.id().equals(folder.id()) && other.path().isWithin(folder.path()));
        return new MailboxMetaData(
                mailbox(owner, folder),
                paths.dialect().delimiter(),
                children ? MailboxMetaData.Children.HAS_CHILDREN : MailboxMetaData.Children.HAS_NO_CHILDREN,
                folder.selectable() ? MailboxMetaData.Selectability.NONE : MailboxMetaData.Selectability.NOSELECT,
                MailboxACL.EMPTY,
                MailboxCounters.builder()
                        .mailboxId(new FolderKey(folder.id()))
                        .count(folder.count())
                        .unseen(folder.unseen())
                        .build());
    }

    private static Folder selectable(Folder folder) {
        if (!folder.selectable()) {
            throw new StoreFailure.NotFound("folder " + folder.path());
        }
        return folder;
    }
}
