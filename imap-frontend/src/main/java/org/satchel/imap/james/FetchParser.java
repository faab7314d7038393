// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.BodyFetchElement;
import org.apache.james.imap.api.message.FetchData;
import org.apache.james.imap.api.message.SectionType;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.FetchPartPathDecoder;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.decode.parser.FetchCommandParser;
import org.apache.james.imap.message.request.FetchRequest;

/// Reads the arguments of FETCH. James's own parser knows modifiers only behind a list in parentheses, and in capitals.
// RFC 3501 §9 (fetch), RFC 7162 §7 (fetch-modifier)
final class FetchParser extends FetchCommandParser {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,10}");
    private static final String WORD_END = " [()\r\n";
    private static final String SECTION_END = "]\r\n";

    FetchParser(StatusResponseFactory responses) {
        super(responses);
    }

    @Override
    protected ImapMessage decode(ImapRequestLineReader line, Tag tag, boolean useUids, ImapSession session)
            throws DecodingException {
        var set = line.parseIdRange(session);
        var fetch = FetchData.builder();
        if (useUids) {
            fetch.fetch(FetchData.Item.UID);
        }
        if (line.nextWordChar() == '(') {
            items(line, fetch);
        } else {
            item(line, fetch);
        }
        if (line.nextWordCharLenient().isPresent()) {
            modifiers(line, fetch, useUids);
        }
        line.eol();
        return new FetchRequest(useUids, set, fetch.build(), tag);
    }

    /// Items in parentheses; NOTIFY has them, too.
    static void items(ImapRequestLineReader line, FetchData.Builder fetch) throws DecodingException {
        line.consumeChar('(');
        do {
            item(line, fetch);
        } while (line.nextWordChar() != ')');
        line.consumeChar(')');
    }

    private static void modifiers(ImapRequestLineReader line, FetchData.Builder fetch, boolean useUids)
            throws DecodingException {
        line.consumeChar('(');
        do {
            var name = word(line);
            if (name.equals("CHANGEDSINCE")) {
                if (!Character.isDigit(line.nextWordChar())) {
                    throw illegal("modifier");
                }
                fetch.changedSince(line.number(true));
            } else if (name.equals("VANISHED") && useUids) {
                // RFC 7162 §3.2.6
                fetch.vanished(true);
            } else {
                throw illegal("modifier");
            }
        } while (line.nextWordChar() != ')');
        line.consumeChar(')');
    }

    private static void item(ImapRequestLineReader line, FetchData.Builder fetch) throws DecodingException {
        var name = word(line);
        if (line.nextChar() == '[') {
            switch (name) {
                case "BODY" -> fetch.add(section(line), false);
                case "BODY.PEEK" -> fetch.add(section(line), true);
                default -> throw illegal("section");
            }
            return;
        }
        switch (name) {
            case "ALL" -> macro(fetch).fetch(FetchData.Item.ENVELOPE);
            case "FAST" -> macro(fetch);
            case "FULL" -> macro(fetch).fetch(FetchData.Item.ENVELOPE, FetchData.Item.BODY);
            case "FLAGS" -> fetch.fetch(FetchData.Item.FLAGS);
            case "UID" -> fetch.fetch(FetchData.Item.UID);
            case "MODSEQ" -> fetch.fetch(FetchData.Item.MODSEQ);
            case "INTERNALDATE" -> fetch.fetch(FetchData.Item.INTERNAL_DATE);
            case "RFC822.SIZE" -> fetch.fetch(FetchData.Item.SIZE);
            case "ENVELOPE" -> fetch.fetch(FetchData.Item.ENVELOPE);
            case "BODY" -> fetch.fetch(FetchData.Item.BODY);
            case "BODYSTRUCTURE" -> fetch.fetch(FetchData.Item.BODY_STRUCTURE);
            case "RFC822" -> fetch.add(BodyFetchElement.createRFC822(), false);
            case "RFC822.HEADER" -> fetch.add(BodyFetchElement.createRFC822Header(), true);
            case "RFC822.TEXT" -> fetch.add(BodyFetchElement.createRFC822Text(), false);
            case "EMAILID" -> fetch.fetch(FetchData.Item.EMAILID);
            case "THREADID" -> fetch.fetch(FetchData.Item.THREADID);
            case "SAVEDATE" -> fetch.fetch(FetchData.Item.SAVEDATE);
            default -> throw illegal("item");
        }
    }

    private static FetchData.Builder macro(FetchData.Builder fetch) {
        return fetch.fetch(FetchData.Item.FLAGS, FetchData.Item.INTERNAL_DATE, FetchData.Item.SIZE);
    }

    /// `[…]` and perhaps `<from.count>`.
    private static BodyFetchElement section(ImapRequestLineReader line) throws DecodingException {
        line.consumeChar('[');
        var text = until(line, SECTION_END);
        line.consumeChar(']');
        Long from = null;
        Long count = null;
        if (line.nextChar() == '<') {
            line.consumeChar('<');
            from = number(line, ".>");
            if (line.nextChar() == '.') {
                line.consumeChar('.');
                count = number(line, ">");
                if (count == 0) {
                    throw illegal("range");
                }
            }
            line.consumeChar('>');
        }
        var decoder = new FetchPartPathDecoder();
        decoder.decode(text);
        boolean whole = decoder.getPath() == null || decoder.getPath().length == 0;
        boolean numbered = decoder.getSpecifier() == SectionType.MIME
                || (decoder.getSpecifier() == SectionType.CONTENT && !text.isEmpty());
        if (whole && numbered) {
            // RFC 3501 §6.4.5: only a part has MIME headers, and parts are counted from one
            throw illegal("section");
        }
        var name = "BODY[" + text + "]";
        return new BodyFetchElement(name, decoder.getSpecifier(), decoder.getPath(), decoder.getNames(), from, count);
    }

    /// @param end what may follow
    private static long number(ImapRequestLineReader line, String end) throws DecodingException {
        var digits = until(line, end + WORD_END);
        if (!NUMBER.matcher(digits).matches()) {
            throw illegal("range");
        }
        return Long.parseLong(digits);
    }

    private static String word(ImapRequestLineReader line) throws DecodingException {
        line.nextWordChar();
        return until(line, WORD_END).toUpperCase(Locale.ROOT);
    }

    private static String until(ImapRequestLineReader line, String end) throws DecodingException {
        var text = new StringBuilder();
        while (end.indexOf(line.nextChar()) < 0) {
            text.append(line.consume());
        }
        return text.toString();
    }

    private static DecodingException illegal(String what) {
        return new DecodingException(HumanReadableText.ILLEGAL_ARGUMENTS, "unknown " + what + " of FETCH");
    }
}
