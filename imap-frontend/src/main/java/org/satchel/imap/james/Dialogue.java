// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.ImapSessionState;
import org.apache.james.imap.api.message.request.ImapRequest;
import org.apache.james.imap.api.process.ImapProcessor;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapDecoder;
import org.apache.james.imap.message.request.CopyRequest;
import org.apache.james.imap.message.request.ExpungeRequest;
import org.apache.james.imap.message.request.FetchRequest;
import org.apache.james.imap.message.request.MoveRequest;
import org.apache.james.imap.message.request.StoreRequest;
import org.jspecify.annotations.Nullable;
import org.satchel.imap.Connection;
import org.satchel.imap.james.announce.Follower;
import org.satchel.imap.james.append.ReplaceCommand;
import org.satchel.imap.james.command.Answers;
import org.satchel.imap.james.command.Broken;
import org.satchel.imap.james.command.Command;
import org.satchel.imap.james.command.RequestReader;
import org.satchel.imap.james.fetch.ConvertCommand;
import org.satchel.imap.james.grammar.Failures;
import org.satchel.imap.james.searching.Inquiry;
import org.satchel.imap.james.session.Manner;
import org.satchel.imap.james.session.SelectedFolder;
import org.satchel.imap.james.session.Session;
import org.satchel.model.StoreFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Exceptions;

/// The talk with one client: one command after the other, each read, run and answered before the next is looked at.
final class Dialogue {
    private static final Logger LOG = LoggerFactory.getLogger(Dialogue.class);

    private final Connection connection;
    private final Session session;
    private final Answers answers;
    private final ImapDecoder decoder;
    private final ImapProcessor processor;

    Dialogue(Connection connection, Session session, Answers answers, ImapDecoder decoder, ImapProcessor processor) {
        this.connection = connection;
        this.session = session;
        this.answers = answers;
        this.decoder = decoder;
        this.processor = processor;
    }

    void run(String greeting) throws IOException {
        answers.line(greeting);
        try {
            while (session.getState() != ImapSessionState.LOGOUT && next()) {
                connection.heard();
            }
        } catch (Broken end) {
            if (!end.goodbye.isEmpty()) {
                answers.line("BYE " + end.goodbye);
                connection.willLinger();
            }
        } catch (StoreFailure ended) {
            // the box was erased, or the store is closed
            answers.line("BYE " + Failures.text(ended));
        }
        goodbye();
    }

    /// @return false when the talk is over
    private boolean next() throws IOException {
        var reader = new RequestReader(session);
        if (connection.ending().isPresent() || !await(reader)) {
            return false;
        }
        connection.heard();
        if (hasLostFolder()) {
            answers.line("BYE Selected mailbox has been deleted");
            return false;
        }
        try {
            var message = decoder.decode(reader, session);
            if (reader.namesReadReport()) {
                session.namedReadReport();
            }
            answers.begin(message, manner(message));
            if (message instanceof Inquiry) {
                // it may take its time: what was answered before does not wait for it
                connection.output().flush();
            }
            if (message instanceof ImapRequest request && Command.needsFolder(request) && hasWithdrawnFolder()) {
                reader.finishObject();
                answers.settle(); // what is owed speaks of the folder
                session.dropWithdrawn();
                answers.no(request, "NOPERM", "failed. " + SelectedFolder.WITHDRAWN + ".");
            } else {
                processor.process(message, answers, session);
            }
        } catch (RuntimeException defect) {
            answerDefect(defect, reader);
        }
        return finish(reader);
    }

    /// Who asked with NOTIFY to be told is told while nothing else is going on.
    private boolean await(RequestReader reader) throws IOException {
        boolean skipsEmpty =
                !answers.profile().isJames() && connection.manners().understandsMistakes();
        var wishes = session.wishes();
        if (wishes == null || wishes.isSilent() || !connection.input().mustWait()) {
            return reader.awaitCommand(skipsEmpty);
        }
        var telling = new Follower.Telling() {
            @Override
            public void news() throws IOException {
                answers.announce(wishes.manner());
            }

            @Override
            public void nothing() {
                // who has not asked for IDLE does not expect a sign of life
            }
        };
        return Follower.during(session, telling, () -> reader.awaitCommand(skipsEmpty));
    }

    private boolean finish(RequestReader reader) throws IOException {
        if (session.getState() == ImapSessionState.LOGOUT) {
            return false;
        }
        try {
            reader.consumeLine();
        } catch (DecodingException impossible) {
            return false;
        }
        var next = session.takeAfterLine();
        if (next != null) {
            next.run();
        }
        return true;
    }

    /// What the OK of a command may announce.
    private static Manner manner(ImapMessage message) {
        return switch (message) {
            case FetchRequest fetch -> manner(fetch.isUseUids());
            case StoreRequest store -> manner(store.isUseUids());
            case Inquiry search -> manner(search.useUids() && !search.program().namesNumbers());
            case ConvertCommand.Request convert -> manner(convert.isUseUids());
            case CopyRequest copy -> copy.isUseUids() ? Manner.ALL_WITH_UID : Manner.ALL;
            case MoveRequest move -> move.isUseUids() ? Manner.ALL_WITH_UID : Manner.ALL;
            case ExpungeRequest _ -> Manner.EXPUNGE;
            case ReplaceCommand.Request _ -> Manner.EXPUNGE;
            default -> Manner.ALL;
        };
    }

    /// While a command speaks of sequence numbers they must not change. RFC 3501 §7.4.1
    private static Manner manner(boolean useUids) {
        return useUids ? Manner.ALL_WITH_UID : Manner.NO_REMOVALS;
    }

    private boolean hasWithdrawnFolder() {
        var selected = session.folder();
        return selected != null && selected.isWithdrawn();
    }

    /// Of one's own: in somebody else's box a folder that is gone is as one that may not be read any more.
    private boolean hasLostFolder() {
        var selected = session.folder();
        try {
            return selected != null && selected.isOwn() && selected.isGone();
        } catch (StoreFailure.Unavailable later) {
            // the command will say so, and the client may try again
            return false;
        }
    }

    /// The one catch-all: input that James's grammar trips over is the client's fault, everything else is ours.
    private void answerDefect(RuntimeException thrown, RequestReader reader) throws IOException {
        var defect = Exceptions.unwrap(thrown);
        if (defect instanceof Broken end) {
            throw end;
        }
        if (defect instanceof UncheckedIOException broken) {
            throw broken;
        }
        if (defect instanceof IOException broken) {
            throw broken;
        }
        answers.settle();
        var tag = reader.seenTag();
        var name = tag == null ? "*" : tag.asString();
        if (defect instanceof IllegalArgumentException || defect instanceof IndexOutOfBoundsException) {
            LOG.debug("{} sent what cannot be understood", connection.name(), defect);
            answers.out().ascii(name).ascii(" BAD failed. Illegal arguments.").crlf();
        } else {
            answers.defect(name, defect);
        }
    }

    private void goodbye() throws IOException {
        var ending = connection.ending();
        if (ending.isPresent() && session.getState() != ImapSessionState.LOGOUT) {
            var why = farewell(ending.get());
            if (why != null) {
                answers.line("BYE " + why);
            }
        }
        connection.output().flush();
    }

    private static @Nullable String farewell(Connection.Ending ending) {
        return switch (ending) {
            case STOPPING -> "server is stopping";
            case IDLE -> "nothing was said for too long";
            case NO_LOGIN -> "no login in time";
            case SLOW_READER -> null;
        };
    }
}
