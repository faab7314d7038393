// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.searching;

import org.apache.james.imap.api.ImapCommand;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.decode.parser.SearchCommandParser;
import org.satchel.imap.james.grammar.Profile;

/// Reads a command that looks for objects, with or without UID before it. Nothing is left of James's parser but that
/// its UID knows us by it.
abstract class InquiryParser extends SearchCommandParser {
    private final ImapCommand command;
    private final StatusResponseFactory responses;
    private final Profile profile;

    InquiryParser(ImapCommand command, StatusResponseFactory responses, Profile profile) {
        super(responses);
        this.command = command;
        this.responses = responses;
        this.profile = profile;
    }

    @Override
    public ImapCommand getCommand() {
        return command;
    }

    @Override
    protected final ImapMessage decode(ImapRequestLineReader line, Tag tag, boolean useUids, ImapSession session)
            throws DecodingException {
        var grammar = new SearchGrammar(line, profile);
        return decode(
                tag, command, responses, grammar, () -> read(grammar, tag, useUids, grammar.returning(grammar.word())));
    }

    /// Answers what cannot be read.
    static ImapMessage decode(
            Tag tag, ImapCommand command, StatusResponseFactory responses, SearchGrammar grammar, Reading reading) {
        try {
            return reading.read();
        } catch (SearchGrammar.NoCharset unknown) {
            return new UnknownCharset.Asked(tag, command, grammar.options().has(SearchOptions.Option.SAVE));
        } catch (DecodingException bad) {
            return responses.taggedBad(tag, command, bad.getKey());
        }
    }

    /// Reads what follows the return options, to the end.
    ///
    /// @param first the word there, in capitals; empty = something else stands there
    abstract Inquiry read(SearchGrammar grammar, Tag tag, boolean useUids, String first)
            throws DecodingException, SearchGrammar.NoCharset;

    /// Reads the arguments of a command that looks for objects.
    @FunctionalInterface
    interface Reading {
        Inquiry read() throws DecodingException, SearchGrammar.NoCharset;
    }
}
