// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.james.imap.api.ImapConfiguration;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.ImapSessionState;
import org.apache.james.imap.api.message.request.ImapRequest;
import org.apache.james.imap.api.process.ImapProcessor;
import org.apache.james.imap.api.process.ImapSession;
import org.satchel.imap.james.session.Session;
import org.satchel.model.StoreFailure;

/// A command of ours: runs to its end on the connection's thread and writes its answers.
///
/// A failure of the store becomes its NO, so it must come before anything untagged was written.
public abstract class Command<R extends ImapRequest> implements ImapProcessor {
    private final Class<R> request;

    protected Command(Class<R> request) {
        this.request = request;
    }

    public Class<R> request() {
        return request;
    }

    @Override
    public final void process(ImapMessage message, Responder responder, ImapSession session) {
        var asked = request.cast(message);
        var answers = (Answers) responder;
        try {
            if (!asked.getCommand().validForState(session.getState())) {
                answers.no(asked, null, "failed. Command not valid in this state.");
                return;
            }
            run(asked, (Session) session, answers);
        } catch (StoreFailure failure) {
            refuse(asked, failure, answers);
            if (failure instanceof StoreFailure.NotPermitted && needsFolder(asked)) {
                // the right may have ended while the command ran; any other will tell it with the next OK
                ((Session) session).dropWithdrawn();
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void configure(ImapConfiguration configuration) {
        // ours is given by constructors
    }

    protected abstract void run(R request, Session session, Answers answers) throws IOException;

    /// Commands that are there only while a folder is selected.
    public static boolean needsFolder(ImapRequest request) {
        var command = request.getCommand();
        return command.validForState(ImapSessionState.SELECTED)
                && !command.validForState(ImapSessionState.AUTHENTICATED);
    }

    private void refuse(R asked, StoreFailure failure, Answers answers) {
        try {
            answers.no(asked, failure);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
