// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.fetch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.BodyFetchElement;
import org.apache.james.imap.api.message.FetchData;
import org.apache.james.imap.api.message.IdRange;
import org.apache.james.imap.api.message.SectionType;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.FetchPartPathDecoder;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.decode.parser.FetchCommandParser;
import org.apache.james.imap.message.request.FetchRequest;
import org.jspecify.annotations.Nullable;
import org.satchel.imap.james.grammar.Words;
import org.satchel.imap.search.Page;

/// Reads the arguments of FETCH. James's own parser knows modifiers only behind a list in parentheses, and in capitals.
// RFC 3501 §9 (fetch), RFC 7162 §7 (fetch-modifier)
public final class FetchParser extends FetchCommandParser {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,10}");
    /// Numbers of a part; no MIME tree is deeper.
    private static final Pattern PATH = Pattern.compile("([1-9]\\d{0,8}(\\.[1-9]\\d{0,8}){0,99})?");

    /// Numbers of a part before the words of a section.
    private static final Pattern PART = Pattern.compile("([0-9.]*?)\\.?(?![0-9.])");

    private static final String WORD_END = " [()\r\n";
    private static final String SECTION_END = "]\r\n";

    public FetchParser(StatusResponseFactory responses) {
        super(responses);
    }

    @Override
    protected ImapMessage decode(ImapRequestLineReader line, Tag tag, boolean useUids, ImapSession session)
            throws DecodingException {
        var set = line.parseIdRange(session);
        var fetch = new Asked(FetchData.builder());
        if (useUids) {
            fetch.data.fetch(FetchData.Item.UID);
        }
        if (line.nextWordChar() == '(') {
            items(line, fetch);
        } else {
            fetch.bare = true;
            item(line, fetch);
        }
        if (line.nextWordCharLenient().isPresent()) {
            modifiers(line, fetch, useUids);
        }
        if (fetch.lazy && fetch.bare && line.nextWordCharLenient().isPresent()) {
            modifiers(line, fetch, useUids);
        }
        line.eol();
        return fetch.request(useUids, set, tag);
    }

    /// Items in parentheses, as NOTIFY has them: those that James's [FetchData] has a place for.
    public static void items(ImapRequestLineReader line, FetchData.Builder data) throws DecodingException {
        var fetch = new Asked(data);
        items(line, fetch);
        if (!fetch.extras().equals(FetchExtras.NONE)) {
            throw illegal("item");
        }
    }

    private static void items(ImapRequestLineReader line, Asked fetch) throws DecodingException {
        line.consumeChar('(');
        do {
            item(line, fetch);
        } while (line.nextWordChar() != ')');
        line.consumeChar(')');
    }

    private static void modifiers(ImapRequestLineReader line, Asked fetch, boolean useUids) throws DecodingException {
        line.consumeChar('(');
        do {
            var name = word(line);
            if (name.equals("CHANGEDSINCE")) {
                if (!Character.isDigit(line.nextWordChar())) {
                    throw illegal("modifier");
                }
                fetch.data.changedSince(line.number(true));
            } else if (name.equals("VANISHED") && useUids) {
                // RFC 7162 §3.2.6
                fetch.data.vanished(true);
            } else if (name.equals("PARTIAL") && useUids && fetch.page == null) {
                // RFC 9394 §3.3
                line.nextWordChar();
                fetch.page = Words.page(until(line, WORD_END));
            } else if (name.equals("LAZY") && fetch.preview && fetch.bare && !fetch.lazy) {
                fetch.lazy = true;
            } else {
                throw illegal("modifier");
            }
        } while (line.nextWordChar() != ')');
        line.consumeChar(')');
    }

    private static void item(ImapRequestLineReader line, Asked fetch) throws DecodingException {
        var name = word(line);
        if (line.nextChar() == '[') {
            switch (name) {
                case "BODY" -> fetch.data.add(section(line), false);
                case "BINARY" -> fetch.binaries.add(binary(line, false));
                case "BINARY.PEEK" -> fetch.binaries.add(binary(line, true));
                case "BINARY.SIZE" -> {
                    line.consumeChar('[');
                    var path = path(until(line, SECTION_END));
                    line.consumeChar(']');
                    fetch.sizes.add(new FetchExtras.Binary("BINARY.SIZE[" + text(path) + "]", path, true, 0, 0));
                }
                case "BODY.PEEK" -> fetch.data.add(section(line), true);
                default -> throw illegal("section");
            }
            return;
        }
        switch (name) {
            case "ALL" -> macro(fetch).fetch(FetchData.Item.ENVELOPE);
            case "FAST" -> macro(fetch);
            case "FULL" -> macro(fetch).fetch(FetchData.Item.ENVELOPE, FetchData.Item.BODY);
            case "FLAGS" -> fetch.data.fetch(FetchData.Item.FLAGS);
            case "UID" -> fetch.data.fetch(FetchData.Item.UID);
            case "MODSEQ" -> fetch.data.fetch(FetchData.Item.MODSEQ);
            case "INTERNALDATE" -> fetch.data.fetch(FetchData.Item.INTERNAL_DATE);
            case "RFC822.SIZE" -> fetch.data.fetch(FetchData.Item.SIZE);
            case "ENVELOPE" -> fetch.data.fetch(FetchData.Item.ENVELOPE);
            case "BODY" -> fetch.data.fetch(FetchData.Item.BODY);
            case "BODYSTRUCTURE" -> fetch.data.fetch(FetchData.Item.BODY_STRUCTURE);
            case "RFC822" -> fetch.data.add(BodyFetchElement.createRFC822(), false);
            case "RFC822.HEADER" -> fetch.data.add(BodyFetchElement.createRFC822Header(), true);
            case "RFC822.TEXT" -> fetch.data.add(BodyFetchElement.createRFC822Text(), false);
            case "EMAILID" -> fetch.data.fetch(FetchData.Item.EMAILID);
            case "THREADID" -> fetch.data.fetch(FetchData.Item.THREADID);
            case "SAVEDATE" -> fetch.data.fetch(FetchData.Item.SAVEDATE);
            case "PREVIEW" -> preview(line, fetch);
            default -> throw illegal("item");
        }
    }

    /// `PREVIEW`, and perhaps `(LAZY)`: lines are made at deposit, so that every one is there at once.
    // RFC 8970 §3.1
    private static void preview(ImapRequestLineReader line, Asked fetch) throws DecodingException {
        fetch.preview = true;
        if (fetch.bare || line.nextNonSpaceChar() != '(') {
            // what follows an item that stands alone may be a modifier of the command, too
            return;
        }
        line.consumeChar('(');
        if (!word(line).equals("LAZY")) {
            throw illegal("modifier");
        }
        line.consumeChar(')');
    }

    private static FetchData.Builder macro(Asked fetch) {
        return fetch.data.fetch(FetchData.Item.FLAGS, FetchData.Item.INTERNAL_DATE, FetchData.Item.SIZE);
    }

    /// `[…]` and perhaps `<from.count>`.
    private static BodyFetchElement section(ImapRequestLineReader line) throws DecodingException {
        line.consumeChar('[');
        var text = until(line, SECTION_END);
        line.consumeChar(']');
        var range = range(line);
        Long from = range == null ? null : range.from;
        Long count = range == null || range.count < 0 ? null : range.count;
        return element(text, from, count);
    }

    /// @param text as between the brackets
    /// @param from null = from the beginning
    /// @param count null = to the end
    public static BodyFetchElement element(String text, @Nullable Long from, @Nullable Long count)
            throws DecodingException {
        var number = PART.matcher(text);
        if (!number.lookingAt() || !PATH.matcher(number.group(1)).matches()) {
            // James's decoder calls itself for each digit
            throw illegal("section");
        }
        var decoder = new FetchPartPathDecoder();
        decoder.decode(text.replaceAll(" +", " "));
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

    /// `[1.2]` and perhaps `<from.count>`; the numbers name a part, nothing else.
    // RFC 3516 §4.2
    private static FetchExtras.Binary binary(ImapRequestLineReader line, boolean peeks) throws DecodingException {
        line.consumeChar('[');
        var path = path(until(line, SECTION_END));
        line.consumeChar(']');
        var range = range(line);
        var name = "BINARY[" + text(path) + "]" + (range == null ? "" : "<" + range.from + ">");
        return new FetchExtras.Binary(
                name,
                path,
                peeks,
                range == null ? 0 : range.from,
                range == null || range.count < 0 ? Long.MAX_VALUE : range.count);
    }

    private static int[] path(String text) throws DecodingException {
        if (!PATH.matcher(text).matches()) {
            throw illegal("part");
        }
        return text.isEmpty()
                ? new int[0]
                : Stream.of(text.split("\\.")).mapToInt(Integer::parseInt).toArray();
    }

    private static String text(int[] path) {
        return IntStream.of(path).mapToObj(Integer::toString).collect(Collectors.joining("."));
    }

    /// Some of the bytes.
    ///
    /// @param count -1 = to the end
    private record Range(long from, long count) {}

    /// `<from.count>`, or nothing.
    private static @Nullable Range range(ImapRequestLineReader line) throws DecodingException {
        if (line.nextChar() != '<') {
            return null;
        }
        line.consumeChar('<');
        long from = number(line, ".>");
        long count = -1;
        if (line.nextChar() == '.') {
            line.consumeChar('.');
            count = number(line, ">");
            if (count == 0) {
                throw illegal("range");
            }
        }
        line.consumeChar('>');
        return new Range(from, count);
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

    /// What was read so far.
    private static final class Asked {
        private final FetchData.Builder data;
        private boolean bare;
        private boolean preview;
        private boolean lazy;
        private @Nullable Page page;
        private final List<FetchExtras.Binary> sizes = new ArrayList<>();
        private final List<FetchExtras.Binary> binaries = new ArrayList<>();

        private Asked(FetchData.Builder data) {
            this.data = data;
        }

        private FetchExtras extras() {
            return new FetchExtras(preview, sizes, binaries, page);
        }

        private FetchRequest request(boolean useUids, IdRange[] set, Tag tag) {
            var extras = extras();
            return extras.equals(FetchExtras.NONE)
                    ? new FetchRequest(useUids, set, data.build(), tag)
                    : new FetchExtras.Request(useUids, set, data.build(), tag, extras);
        }
    }
}
