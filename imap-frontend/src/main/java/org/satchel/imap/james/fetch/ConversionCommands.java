// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.fetch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.james.imap.api.ImapCommand;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.message.IdRange;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.decode.base.AbstractImapCommandParser;
import org.apache.james.imap.decode.parser.AbstractMessageRangeCommandParser;
import org.apache.james.imap.message.request.AbstractImapRequest;
import org.apache.james.imap.message.request.AbstractMessageRangeRequest;
import org.satchel.convert.Converter;
import org.satchel.convert.ImageScaler;
import org.satchel.imap.james.command.Answers;
import org.satchel.imap.james.command.Command;
import org.satchel.imap.james.grammar.Words;
import org.satchel.imap.james.session.Session;

/// CONVERSIONS, and what reads CONVERT.
// RFC 5259 §5, §10
public final class ConversionCommands {
    private static final ImapCommand COMMAND = ImapCommand.authenticatedStateCommand("CONVERSIONS");
    private static final int ITEMS_MAX = 16;
    private static final int PARAMETERS_MAX = 16;

    private ConversionCommands() {}

    public static List<Command<?>> all() {
        return List.of(
                new Conversions(), new ConvertCommand(new Converter(new ImageScaler(ImageScaler.Limits.DEFAULT))));
    }

    public static List<AbstractImapCommandParser> parsers(StatusResponseFactory responses) {
        return List.of(new ConversionsParser(responses), new ConvertParser(responses));
    }

    private static final class ConversionsRequest extends AbstractImapRequest {
        private final String from;
        private final String to;

        ConversionsRequest(Tag tag, String from, String to) {
            super(tag, COMMAND);
            this.from = from;
            this.to = to;
        }
    }

    private static final class Conversions extends Command<ConversionsRequest> {
        Conversions() {
            super(ConversionsRequest.class);
        }

        @Override
        protected void run(ConversionsRequest request, Session session, Answers answers) throws IOException {
            for (var conversion : Converter.all()) {
                if (fits(request.from, conversion.from()) && fits(request.to, conversion.to())) {
                    answers.line("CONVERSION \"" + conversion.from() + "\" \"" + conversion.to() + "\" (\""
                            + String.join("\" \"", conversion.parameters()) + "\")");
                }
            }
            answers.ok(request);
        }

        /// @param wanted `*`, `type/*` or a whole media type
        private static boolean fits(String wanted, String type) {
            return wanted.equals("*")
                    || wanted.equals("*/*")
                    || wanted.equalsIgnoreCase(type)
                    || (wanted.endsWith("/*")
                            && type.startsWith(
                                    wanted.substring(0, wanted.length() - 1).toLowerCase(Locale.ROOT)));
        }
    }

    private static final class ConversionsParser extends AbstractImapCommandParser {
        ConversionsParser(StatusResponseFactory responses) {
            super(COMMAND, responses);
        }

        @Override
        protected ImapMessage decode(ImapRequestLineReader line, Tag tag, ImapSession session)
                throws DecodingException {
            var from = Words.string(line);
            var to = Words.string(line);
            line.eol();
            return new ConversionsRequest(tag, from, to);
        }
    }

    /// The only class of James that may follow UID and can be extended with a name of its own.
    private static final class ConvertParser extends AbstractMessageRangeCommandParser {
        ConvertParser(StatusResponseFactory responses) {
            super(ConvertCommand.COMMAND, responses);
        }

        @Override
        protected ImapMessage decode(ImapRequestLineReader line, Tag tag, boolean useUids, ImapSession session)
                throws DecodingException {
            var set = line.parseIdRange(session);
            var target = target(line);
            List<ConvertCommand.Item> items = new ArrayList<>();
            if (line.nextWordChar() == '(') {
                Words.list(line, ITEMS_MAX, () -> item(line, items));
            } else {
                item(line, items);
            }
            line.eol();
            if (items.stream().allMatch(item -> item.what() == ConvertCommand.What.UID)) {
                throw Words.illegal("nothing is asked");
            }
            return new ConvertCommand.Request(tag, set, useUids, target, items);
        }

        @Override
        protected AbstractMessageRangeRequest createRequest(Tag tag, boolean useUids, IdRange[] set, String mailbox) {
            throw new IllegalStateException("a conversion has no target folder");
        }

        /// `("image/jpeg" ("pix-x" "160"))`, or `(NIL)` for the server's choice.
        private static Converter.Target target(ImapRequestLineReader line) throws DecodingException {
            line.nextWordChar();
            line.consumeChar('(');
            var type = Words.value(line).orElse(null);
            Map<String, String> parameters = new HashMap<>();
            if (line.nextWordChar() == '(') {
                Words.list(line, PARAMETERS_MAX, () -> {
                    var name = Words.string(line).toLowerCase(Locale.ROOT);
                    if (parameters.put(name, Words.string(line)) != null) {
                        throw Words.illegal("parameter twice");
                    }
                });
            }
            line.nextWordChar();
            line.consumeChar(')');
            return new Converter.Target(type, parameters);
        }

        private static void item(ImapRequestLineReader line, List<ConvertCommand.Item> items) throws DecodingException {
            var word = Words.keyword(line);
            if (word.equals("UID")) {
                items.add(new ConvertCommand.Item(ConvertCommand.What.UID, ""));
                return;
            }
            for (var what : ConvertCommand.What.values()) {
                if (word.startsWith(what.word + '[')) {
                    var section = word.substring(what.word.length());
                    if (!section.matches("\\[(\\d{1,6}(\\.\\d{1,6}){0,40})?\\]")) {
                        throw Words.illegal("section");
                    }
                    items.add(new ConvertCommand.Item(what, section.substring(1, section.length() - 1)));
                    return;
                }
            }
            throw Words.illegal("item");
        }
    }
}
