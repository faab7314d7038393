// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.searching;

import org.apache.james.imap.api.ImapCommand;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.message.request.AbstractImapRequest;

/// A command that looks for objects.
public abstract class Inquiry extends AbstractImapRequest {
    private final boolean useUids;
    private final SearchOptions options;
    private final SearchProgram program;

    Inquiry(Tag tag, ImapCommand command, boolean useUids, SearchOptions options, SearchProgram program) {
        super(tag, command);
        this.useUids = useUids;
        this.options = options;
        this.program = program;
    }

    public final boolean useUids() {
        return useUids;
    }

    final SearchOptions options() {
        return options;
    }

    public final SearchProgram program() {
        return program;
    }
}
