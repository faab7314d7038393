// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.mailbox;

import java.util.List;
import java.util.Optional;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxSession;
import org.jspecify.annotations.Nullable;
import org.satchel.imap.james.grammar.Dialect;
import org.satchel.model.Actor;
import org.satchel.model.MessageBox;
import org.satchel.model.StoreFailure;

/// A logged-in account with its open box, as James hands it to the managers.
public final class Owner extends MailboxSession {
    private final MessageBox box;
    private final Actor actor;
    private @Nullable StoreFailure failure;

    /// @param line names the connection, unlike any other over this store; changes of this session carry it, so that it
    /// is not told what it did itself
    public Owner(MessageBox box, String line, Dialect dialect) {
        this(box, new Actor(box.id().text(), line), name(box), dialect);
    }

    private Owner(MessageBox box, Actor actor, Username name, Dialect dialect) {
        super(SessionId.of(0), name, Optional.of(name), List.of(), dialect.delimiter(), SessionType.User);
        this.box = box;
        this.actor = actor;
    }

    public MessageBox box() {
        return box;
    }

    public Actor actor() {
        return actor;
    }

    /// Remembers why a manager refused, so that the answer can carry the code that James leaves out.
    void failed(StoreFailure why) {
        failure = why;
    }

    public @Nullable StoreFailure takeFailure() {
        var why = failure;
        failure = null;
        return why;
    }

    private static Username name(MessageBox box) {
        return Username.fromLocalPartWithoutDomain(box.id().text().replace('@', '%'));
    }
}
