// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import org.apache.james.imap.api.ImapCommand;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.response.StatusResponse;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapCommandParserFactory;
import org.apache.james.imap.decode.ImapDecoder;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.decode.base.AbstractImapCommandParser;
import org.jspecify.annotations.Nullable;
import org.satchel.imap.james.access.UnauthenticateCommand;
import org.satchel.imap.james.session.Session;

/// Reads a command: its tag, its name, and by the name's parser its arguments.
///
/// What is not understood is answered BAD and the talk goes on, before login as after it; James's own decoder hangs up
/// on a client that has not logged in. Too many in a row end the talk: unknown commands always, bad arguments of a
/// client that has not logged in, too.
// RFC 3501 §7.1.3
final class CommandDecoder implements ImapDecoder {
    private static final String MISSES = "org.satchel.imap.notUnderstood";
    private static final HumanReadableText GOODBYE =
            new HumanReadableText("org.satchel.imap.NOT_UNDERSTOOD", "too many commands that are not understood");

    private final StatusResponseFactory responses;
    private final ImapCommandParserFactory parsers;
    private final int missesMax;

    /// @param missesMax commands in a row that may be answered BAD
    CommandDecoder(StatusResponseFactory responses, ImapCommandParserFactory parsers, int missesMax) {
        this.responses = responses;
        this.parsers = parsers;
        this.missesMax = missesMax;
    }

    @Override
    public ImapMessage decode(ImapRequestLineReader line, ImapSession session) {
        Tag tag = null;
        try {
            tag = tag(line);
            var parser = parsers.getParser(line.atom());
            if (parser instanceof AbstractImapCommandParser named
                    && !named.getCommand().validForState(session.getState())) {
                // James would say so in the name of the command that it wrote the parser for
                return understood(early(tag, named.getCommand()), session);
            }
            if (parser != null) {
                var message = parser.parse(line, tag, session);
                return isMiss(message, (Session) session) ? missed(message, session) : understood(message, session);
            }
        } catch (DecodingException garbage) {
            // what was read so far decides whether the answer has a tag
        }
        return missed(unknown(tag), session);
    }

    // RFC 8437 §3: never NO
    private ImapMessage early(Tag tag, ImapCommand command) {
        return command.equals(UnauthenticateCommand.UNAUTHENTICATE)
                ? responses.taggedBad(tag, command, HumanReadableText.INVALID_COMMAND)
                : responses.taggedNo(tag, command, HumanReadableText.INVALID_COMMAND);
    }

    /// James's grammar lets control characters into a tag; they would be echoed.
    private static Tag tag(ImapRequestLineReader line) throws DecodingException {
        var tag = line.tag();
        if (tag.asString().chars().anyMatch(c -> c <= ' ' || c >= 0x7f)) {
            throw new DecodingException(HumanReadableText.ILLEGAL_ARGUMENTS, "tag has a control character");
        }
        return tag;
    }

    private static boolean isMiss(ImapMessage message, Session session) {
        return !session.isKnown()
                && message instanceof StatusResponse status
                && status.getServerResponseType() == StatusResponse.Type.BAD;
    }

    private ImapMessage unknown(@Nullable Tag tag) {
        return tag == null
                ? responses.untaggedBad(HumanReadableText.UNKNOWN_COMMAND)
                : responses.taggedBad(tag, null, HumanReadableText.UNKNOWN_COMMAND);
    }

    private ImapMessage missed(ImapMessage answer, ImapSession session) {
        int misses = session.getAttribute(MISSES) instanceof Integer before ? before + 1 : 1;
        if (misses > missesMax) {
            ((Session) session).logout().subscribe();
            return responses.bye(GOODBYE);
        }
        session.setAttribute(MISSES, misses);
        return answer;
    }

    private static ImapMessage understood(ImapMessage message, ImapSession session) {
        if (session.getAttribute(MISSES) != null) {
            session.setAttribute(MISSES, null);
        }
        return message;
    }
}
