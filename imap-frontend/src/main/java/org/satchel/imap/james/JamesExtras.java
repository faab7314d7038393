// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import java.time.Clock;
import java.util.List;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.DefaultMailboxTyper;
import org.apache.james.imap.decode.base.AbstractImapCommandParser;
import org.apache.james.imap.decode.parser.ReplaceCommandParser;
import org.apache.james.imap.decode.parser.XListCommandParser;
import org.apache.james.imap.processor.ReplaceProcessor;
import org.apache.james.imap.processor.XListProcessor;
import org.apache.james.imap.processor.base.AbstractProcessor;

/// Commands that James has and we do not offer, present in its own dialect because its conformance scripts use them.
final class JamesExtras {
    private JamesExtras() {}

    static List<AbstractImapCommandParser> parsers(StatusResponseFactory responses, Clock clock) {
        return List.of(new ReplaceCommandParser(responses, clock), new XListCommandParser(responses));
    }

    static List<AbstractProcessor<?>> processors(
            Mailboxes mailboxes, StatusResponseFactory responses, Unmetered metrics, Paths paths) {
        return List.of(
                new ReplaceProcessor(mailboxes, responses, metrics),
                new XListProcessor(mailboxes, responses, new DefaultMailboxTyper(), metrics, new Subscriptions(paths)));
    }
}
