// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.mailbox;

import java.util.Collection;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.SubscriptionManager;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.exception.SubscriptionException;
import org.apache.james.mailbox.model.MailboxPath;
import org.reactivestreams.Publisher;
import org.satchel.imap.james.grammar.Paths;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/// James's subscription manager over the model.
public record Subscriptions(Paths paths) implements SubscriptionManager {
    @Override
    public void subscribe(MailboxSession session, MailboxPath path) throws SubscriptionException {
        set(session, path, true);
    }

    @Override
    public Publisher<Void> subscribeReactive(MailboxPath path, MailboxSession session) {
        return Mono.fromCallable(() -> set(session, path, true)).then();
    }

    @Override
    public Collection<MailboxPath> subscriptions(MailboxSession session) {
        return ((Owner) session)
                .box().view().subscriptions().stream()
                        .map(path -> paths.james(path, session.getUser()))
                        .toList();
    }

    @Override
    public Publisher<MailboxPath> subscriptionsReactive(MailboxSession session) {
        return Flux.fromIterable(subscriptions(session));
    }

    @Override
    public void unsubscribe(MailboxSession session, MailboxPath path) throws SubscriptionException {
        set(session, path, false);
    }

    @Override
    public Publisher<Void> unsubscribeReactive(MailboxPath path, MailboxSession session) {
        return Mono.fromCallable(() -> set(session, path, false)).then();
    }

    @Override
    public void startProcessingRequest(MailboxSession session) {
        // a view needs no preparation
    }

    @Override
    public void endProcessingRequest(MailboxSession session) {
        // nor an end
    }

    private MailboxPath set(MailboxSession session, MailboxPath path, boolean subscribed) throws SubscriptionException {
        try {
            return Mailboxes.write(session, tx -> {
                tx.subscribe(paths.path(path.getName()), subscribed);
                return path;
            });
        } catch (MailboxException refused) {
            throw new SubscriptionException(refused);
        }
    }
}
