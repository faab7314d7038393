// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.access;

import java.util.List;
import org.apache.james.imap.api.ImapCommand;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.decode.base.AbstractImapCommandParser;
import org.apache.james.imap.message.request.AbstractImapRequest;
import org.satchel.imap.james.grammar.Words;

/// The arguments of the commands of access lists, and the parsers that read them.
// RFC 4314 §7
public abstract class AclRequest extends AbstractImapRequest {
    private final String mailbox;

    private AclRequest(Tag tag, ImapCommand command, String mailbox) {
        super(tag, command);
        this.mailbox = mailbox;
    }

    String mailbox() {
        return mailbox;
    }

    public static List<AbstractImapCommandParser> parsers(StatusResponseFactory responses) {
        return List.of(
                new Parser(ImapConstants.GETACL_COMMAND, responses, (line, tag, mailbox) -> new GetAcl(tag, mailbox)),
                new Parser(
                        ImapConstants.MYRIGHTS_COMMAND, responses, (line, tag, mailbox) -> new MyRights(tag, mailbox)),
                new Parser(
                        ImapConstants.LISTRIGHTS_COMMAND,
                        responses,
                        (line, tag, mailbox) -> new ListRights(tag, mailbox, Words.string(line))),
                new Parser(
                        ImapConstants.DELETEACL_COMMAND,
                        responses,
                        (line, tag, mailbox) -> new DeleteAcl(tag, mailbox, Words.string(line))),
                new Parser(
                        ImapConstants.SETACL_COMMAND,
                        responses,
                        (line, tag, mailbox) -> new SetAcl(tag, mailbox, Words.string(line), Words.string(line))));
    }

    /// What happens to the rights that are named.
    enum Mode {
        REPLACE,
        ADD,
        REMOVE
    }

    /// A change of what somebody may do.
    abstract static class Change extends AclRequest {
        private final String identifier;

        private Change(Tag tag, ImapCommand command, String mailbox, String identifier) {
            super(tag, command, mailbox);
            this.identifier = identifier;
        }

        String identifier() {
            return identifier;
        }

        abstract Mode mode();
    }

    static final class SetAcl extends Change {
        private final String rights;

        private SetAcl(Tag tag, String mailbox, String identifier, String rights) {
            super(tag, ImapConstants.SETACL_COMMAND, mailbox, identifier);
            this.rights = rights;
        }

        @Override
        Mode mode() {
            if (rights.isEmpty()) {
                return Mode.REPLACE;
            }
            return switch (rights.charAt(0)) {
                case '+' -> Mode.ADD;
                case '-' -> Mode.REMOVE;
                default -> Mode.REPLACE;
            };
        }

        /// The rights without the sign.
        String letters() {
            return mode() == Mode.REPLACE ? rights : rights.substring(1);
        }
    }

    static final class DeleteAcl extends Change {
        private DeleteAcl(Tag tag, String mailbox, String identifier) {
            super(tag, ImapConstants.DELETEACL_COMMAND, mailbox, identifier);
        }

        @Override
        Mode mode() {
            return Mode.REPLACE;
        }
    }

    static final class GetAcl extends AclRequest {
        private GetAcl(Tag tag, String mailbox) {
            super(tag, ImapConstants.GETACL_COMMAND, mailbox);
        }
    }

    static final class ListRights extends AclRequest {
        private final String identifier;

        private ListRights(Tag tag, String mailbox, String identifier) {
            super(tag, ImapConstants.LISTRIGHTS_COMMAND, mailbox);
            this.identifier = identifier;
        }

        String identifier() {
            return identifier;
        }
    }

    static final class MyRights extends AclRequest {
        private MyRights(Tag tag, String mailbox) {
            super(tag, ImapConstants.MYRIGHTS_COMMAND, mailbox);
        }
    }

    /// Reads what follows the folder's name.
    private interface Rest {
        AclRequest read(ImapRequestLineReader line, Tag tag, String mailbox) throws DecodingException;
    }

    private static final class Parser extends AbstractImapCommandParser {
        private final Rest rest;

        Parser(ImapCommand command, StatusResponseFactory responses, Rest rest) {
            super(command, responses);
            this.rest = rest;
        }

        @Override
        protected ImapMessage decode(ImapRequestLineReader line, Tag tag, ImapSession session)
                throws DecodingException {
            var request = rest.read(line, tag, line.mailbox());
            line.eol();
            return request;
        }
    }
}
