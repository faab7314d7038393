// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.folders;

import org.apache.james.imap.api.ImapConfiguration;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.DefaultMailboxTyper;
import org.apache.james.imap.api.process.ImapProcessor;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.message.request.ListRequest;
import org.apache.james.imap.processor.ListProcessor;
import org.apache.james.imap.processor.StatusProcessor;
import org.apache.james.imap.processor.XListProcessor;
import org.apache.james.imap.processor.base.AbstractProcessor;
import org.satchel.imap.james.grammar.Paths;
import org.satchel.imap.james.mailbox.Mailboxes;
import org.satchel.imap.james.mailbox.Subscriptions;
import org.satchel.imap.james.mailbox.Unmetered;

/// In James's dialect: lists that only James has (names of its namespace, rights, special use) by James's own
/// processor, all others by ours.
public final class JamesLists implements ImapProcessor {
    private final ListCommand own;
    private final ListProcessor<ListRequest> stock;

    public JamesLists(
            ListCommand own, Mailboxes mailboxes, StatusResponseFactory responses, Unmetered metrics, Paths paths) {
        this.own = own;
        this.stock = new ListProcessor<>(
                ListRequest.class,
                mailboxes,
                responses,
                metrics,
                new Subscriptions(paths),
                new StatusProcessor(mailboxes, responses, metrics),
                new DefaultMailboxTyper());
    }

    public static AbstractProcessor<?> xlist(
            Mailboxes mailboxes, StatusResponseFactory responses, Unmetered metrics, Paths paths) {
        return new XListProcessor(mailboxes, responses, new DefaultMailboxTyper(), metrics, new Subscriptions(paths));
    }

    @Override
    public void process(ImapMessage message, Responder responder, ImapSession session) {
        var request = (ListRequest) message;
        var returns = request.getReturnOptions();
        boolean james = request.getBaseReferenceName().startsWith("#")
                || request.getMailboxPattern().startsWith("#")
                || returns.contains(ListRequest.ListReturnOption.MYRIGHTS)
                || returns.contains(ListRequest.ListReturnOption.SPECIAL_USE)
                || request.getSelectOptions().contains(ListRequest.ListSelectOption.SPECIAL_USE);
        (james ? stock : own).process(message, responder, session);
    }

    @Override
    public void configure(ImapConfiguration configuration) {
        // ours is given by constructors
    }
}
