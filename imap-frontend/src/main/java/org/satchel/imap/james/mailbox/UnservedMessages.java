// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.mailbox;

import java.io.InputStream;
import java.util.Date;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Map;
import javax.mail.Flags;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageUid;
import org.apache.james.mailbox.model.ComposedMessageIdWithMetaData;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxCounters;
import org.apache.james.mailbox.model.MessageRange;
import org.apache.james.mailbox.model.MessageResultIterator;
import org.apache.james.mailbox.model.SearchQuery;
import org.reactivestreams.Publisher;

/// The methods of James's message manager that none of its processors here calls.
@SuppressWarnings("deprecation") // James asks for them all the same
abstract class UnservedMessages implements MessageManager {
    @Override
    public long getMessageCount(MailboxSession a) {
        throw new UnsupportedOperationException("getMessageCount");
    }

    @Override
    public MailboxCounters getMailboxCounters(MailboxSession a) {
        throw new UnsupportedOperationException("getMailboxCounters");
    }

    @Override
    public Publisher<MailboxCounters> getMailboxCountersReactive(MailboxSession a) {
        throw new UnsupportedOperationException("getMailboxCountersReactive");
    }

    @Override
    public boolean isWriteable(MailboxSession a) {
        throw new UnsupportedOperationException("isWriteable");
    }

    @Override
    public Publisher<MessageUid> search(SearchQuery a, MailboxSession b) {
        throw new UnsupportedOperationException("search");
    }

    @Override
    public Iterator<MessageUid> expunge(MessageRange a, MailboxSession b) {
        throw new UnsupportedOperationException("expunge");
    }

    @Override
    public Map<MessageUid, Flags> setFlags(
            Flags a, MessageManager.FlagsUpdateMode b, MessageRange c, MailboxSession d) {
        throw new UnsupportedOperationException("setFlags");
    }

    @Override
    public MessageManager.AppendResult appendMessage(InputStream a, Date b, MailboxSession c, boolean d, Flags e) {
        throw new UnsupportedOperationException("appendMessage");
    }

    @Override
    public MessageManager.AppendResult appendMessage(MessageManager.AppendCommand a, MailboxSession b) {
        throw new UnsupportedOperationException("appendMessage");
    }

    @Override
    public MessageResultIterator getMessages(MessageRange a, FetchGroup b, MailboxSession c) {
        throw new UnsupportedOperationException("getMessages");
    }

    @Override
    public Publisher<ComposedMessageIdWithMetaData> listMessagesMetadata(MessageRange a, MailboxSession b) {
        throw new UnsupportedOperationException("listMessagesMetadata");
    }

    @Override
    public EnumSet<MailboxManager.MessageCapabilities> getSupportedMessageCapabilities() {
        throw new UnsupportedOperationException("getSupportedMessageCapabilities");
    }

    @Override
    public Flags getApplicableFlags(MailboxSession a) {
        throw new UnsupportedOperationException("getApplicableFlags");
    }

    @Override
    public MessageManager.MailboxMetaData getMetaData(
            MessageManager.MailboxMetaData.RecentMode a,
            MailboxSession b,
            EnumSet<MessageManager.MailboxMetaData.Item> c) {
        throw new UnsupportedOperationException("getMetaData");
    }

    @Override
    public Flags getPermanentFlags(MailboxSession a) {
        throw new UnsupportedOperationException("getPermanentFlags");
    }

    @Override
    public MailboxACL getResolvedAcl(MailboxSession a) {
        throw new UnsupportedOperationException("getResolvedAcl");
    }
}
