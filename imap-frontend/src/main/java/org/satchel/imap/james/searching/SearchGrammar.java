// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.searching;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.jspecify.annotations.Nullable;
import org.satchel.imap.ImapExtension;
import org.satchel.imap.james.command.FolderNames;
import org.satchel.imap.james.command.RequestReader;
import org.satchel.imap.james.grammar.FlagText;
import org.satchel.imap.james.grammar.NumberSet;
import org.satchel.imap.james.grammar.Profile;
import org.satchel.imap.james.grammar.Words;
import org.satchel.imap.james.searching.SearchProgram.Condition;
import org.satchel.imap.james.session.Session;
import org.satchel.model.Flags;
import org.satchel.model.ModSeq;
import org.satchel.model.Query;

/// Reads what a client looks for: return options, character set, keys.
///
/// Calls itself for NOT, OR and parentheses, which are bounded by [RequestReader#boundNesting].
// RFC 3501 §9 (search), RFC 4466 §2.6.1
final class SearchGrammar {
    private static final String WORD_END = " ()\r\n\"{";
    private static final int DIGITS_MAX = 18;
    /// Sources, and names in them, of one search.
    private static final int SOURCES_MAX = 1_000;

    private static final long SECONDS_MAX = 0xffff_ffffL;

    private final ImapRequestLineReader line;
    private final Profile profile;
    private @Nullable Charset charset;
    private SearchOptions options = SearchOptions.PLAIN;
    private boolean namesModSeq;
    private boolean namesAge;
    private boolean namesLast;
    private boolean namesNumbers;

    SearchGrammar(ImapRequestLineReader line, Profile profile) {
        this.line = line;
        this.profile = profile;
        ((RequestReader) line).boundNesting();
    }

    /// The character set of this name is not known.
    static final class NoCharset extends Exception {
        private static final long serialVersionUID = 1L;

        NoCharset(String name) {
            super(name);
        }
    }

    /// What the client wants to be told, as far as it was read.
    SearchOptions options() {
        return options;
    }

    /// Reads the list behind RETURN.
    ///
    /// @param first the word that was read
    /// @return that word when it is another one, or the word behind the list, in capitals; empty = none is there
    String returning(String first) throws DecodingException {
        if (!first.equals("RETURN")) {
            return first;
        }
        options = ReturnOptions.read(this, line);
        return word();
    }

    /// Reads where to search: words, some with names, in parentheses.
    // RFC 7377 §4 (esearch-source-opts)
    List<SearchSource> sources() throws DecodingException {
        var sources = new ArrayList<SearchSource>();
        line.nextWordChar();
        line.consumeChar('(');
        int weight = 0;
        do {
            var kind = SearchSource.Kind.of(word()).orElseThrow(() -> Words.illegal("source"));
            var source = new SearchSource(kind, kind.hasNames() ? FolderNames.read(line) : List.of());
            weight += 1 + source.names().size();
            if (weight > SOURCES_MAX) {
                throw Words.illegal("more than " + SOURCES_MAX + " sources");
            }
            sources.add(source);
        } while (line.nextWordChar() != ')');
        line.consumeChar(')');
        return sources;
    }

    /// Words in parentheses, in capitals.
    List<String> list() throws DecodingException {
        var words = new ArrayList<String>();
        line.nextWordChar();
        line.consumeChar('(');
        while (line.nextWordChar() != ')') {
            var word = word();
            if (word.isEmpty()) {
                throw Words.illegal("list of words");
            }
            words.add(word);
        }
        line.consumeChar(')');
        return words;
    }

    /// The same for SEARCH: clients of IMAP4rev2 are not answered with numbers alone.
    // RFC 9051 §6.4.4
    SearchOptions searchOptions() {
        boolean asks = options.extended() || !session().hasRev2();
        return asks ? options : SearchOptions.returning(Set.of(), null, null);
    }

    /// Reads the name of a character set where it may be left out. Who speaks UTF-8 must do so.
    // RFC 6855 §3
    void optionalCharset() throws DecodingException, NoCharset {
        if (session().knowsCharset()) {
            throw Words.illegal("character set beside UTF8=ACCEPT");
        }
        charset();
    }

    /// Reads the name of a character set.
    void charset() throws DecodingException, NoCharset {
        var name = line.astring();
        try {
            charset = Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            throw new NoCharset(name);
        }
    }

    /// Reads keys up to the end of the command.
    ///
    /// @param first the word that was read already; empty = none
    SearchProgram keys(String first) throws DecodingException {
        var keys = new ArrayList<Condition>();
        if (!first.isEmpty()) {
            keys.add(named(first));
        }
        while (line.nextWordCharLenient().isPresent()) {
            keys.add(key());
        }
        line.eol();
        if (keys.isEmpty()) {
            throw Words.illegal("search without a key");
        }
        return new SearchProgram(all(keys), namesModSeq, namesAge, namesLast, namesNumbers);
    }

    /// A word in capitals; empty when none stands here.
    String word() throws DecodingException {
        line.nextWordChar();
        var text = new StringBuilder();
        while (WORD_END.indexOf(line.nextChar()) < 0) {
            text.append(line.consume());
        }
        return text.toString().toUpperCase(Locale.ROOT);
    }

    private Session session() {
        return ((RequestReader) line).session();
    }

    private Condition key() throws DecodingException {
        return line.nextWordChar() == '(' ? group() : named(word());
    }

    private Condition group() throws DecodingException {
        line.consumeChar('(');
        var keys = new ArrayList<Condition>();
        do {
            keys.add(key());
        } while (line.nextWordChar() != ')');
        line.consumeChar(')');
        return all(keys);
    }

    private static Condition all(List<Condition> keys) {
        return keys.size() == 1
                ? keys.getFirst()
                : scope -> new Query.And(keys.stream().map(key -> key.in(scope)).toList());
    }

    private Condition named(String name) throws DecodingException {
        return switch (name) {
            case "ALL" -> _ -> new Query.All();
            case "NOT" -> not(key());
            case "OR" -> {
                var one = key();
                var other = key();
                yield scope -> new Query.Or(List.of(one.in(scope), other.in(scope)));
            }
            case "ANSWERED" -> flag(Flags.ANSWERED);
            case "UNANSWERED" -> not(flag(Flags.ANSWERED));
            case "DELETED" -> flag(Flags.DELETED);
            case "UNDELETED" -> not(flag(Flags.DELETED));
            case "DRAFT" -> flag(Flags.DRAFT);
            case "UNDRAFT" -> not(flag(Flags.DRAFT));
            case "FLAGGED" -> flag(Flags.FLAGGED);
            case "UNFLAGGED" -> not(flag(Flags.FLAGGED));
            case "SEEN" -> flag(Flags.SEEN);
            case "UNSEEN" -> not(flag(Flags.SEEN));
            case "KEYWORD" -> flag(keyword());
            case "UNKEYWORD" -> not(flag(keyword()));
            case "RECENT" -> SearchScope::recent;
            case "OLD" -> not(SearchScope::recent);
            case "NEW" -> all(List.of(SearchScope::recent, not(flag(Flags.SEEN))));
            case "BCC", "CC", "FROM", "TO", "SUBJECT" -> header(name, text());
            case "HEADER" -> header(text(), text());
            case "BODY" -> always(new Query.Body(text()));
            case "TEXT" -> always(new Query.Text(text()));
            case "BEFORE" -> always(new Query.Received(null, start(day())));
            case "ON" -> {
                var day = day();
                yield always(new Query.Received(start(day), start(day.plusDays(1))));
            }
            case "SINCE" -> always(new Query.Received(start(day()), null));
            case "SENTBEFORE" -> always(new Query.SentOn(null, day()));
            case "SENTON" -> {
                var day = day();
                yield always(new Query.SentOn(day, day.plusDays(1)));
            }
            case "SENTSINCE" -> always(new Query.SentOn(day(), null));
            case "LARGER" -> always(new Query.LargerThan(number()));
            case "SMALLER" -> always(new Query.SmallerThan(number()));
            case "UID" -> {
                line.nextWordChar();
                var word = word();
                if (word.equals("$")) {
                    // RFC 5182 §2.2, example 3
                    yield kept();
                }
                var set = set(word);
                namesLast |= set.ranges().stream().anyMatch(range -> range.high() == NumberSet.STAR);
                yield scope -> scope.uids(set);
            }
            default -> extension(name);
        };
    }

    private Condition extension(String name) throws DecodingException {
        return switch (name) {
            case "OLDER" -> {
                long seconds = seconds();
                // RFC 5032 §3
                yield scope -> new Query.Received(
                        null, scope.now().minusSeconds(seconds).plusMillis(1));
            }
            case "YOUNGER" -> {
                long seconds = seconds();
                yield scope -> new Query.Received(scope.now().minusSeconds(seconds), null);
            }
            case "MODSEQ" -> {
                long least = modSeq();
                namesModSeq = true;
                yield always(new Query.ModSeqAtLeast(new ModSeq(least)));
            }
            case "EMAILID", "THREADID" -> {
                require(ImapExtension.OBJECTID);
                var id = text();
                boolean email = name.equals("EMAILID");
                yield scope -> profile.isJames() ? scope.object(id) : scope.ids(id, email);
            }
            case "SAVEDATESUPPORTED" -> saved(Instant.MIN, Instant.MAX);
            case "SAVEDBEFORE" -> saved(Instant.MIN, start(day()));
            case "SAVEDON" -> {
                var day = day();
                yield saved(start(day), start(day.plusDays(1)));
            }
            case "SAVEDSINCE" -> saved(start(day()), Instant.MAX);
            case "$" -> kept();
            default -> {
                var set = set(name);
                namesNumbers = true;
                yield scope -> scope.numbers(set);
            }
        };
    }

    private Condition kept() throws DecodingException {
        require(ImapExtension.SEARCHRES);
        return SearchScope::kept;
    }

    private Condition saved(Instant from, Instant to) throws DecodingException {
        require(ImapExtension.SAVEDATE);
        return scope -> scope.saved(from, to);
    }

    private static Condition always(Query query) {
        return _ -> query;
    }

    private static Condition not(Condition condition) {
        return scope -> new Query.Not(condition.in(scope));
    }

    private static Condition flag(String name) {
        return always(new Query.HasFlag(name));
    }

    private static Condition header(String name, String text) {
        return always(new Query.Header(name, text));
    }

    private static NumberSet set(String text) throws DecodingException {
        try {
            return NumberSet.parse(text);
        } catch (IllegalArgumentException none) {
            throw Words.illegal("unknown search key");
        }
    }

    private String text() throws DecodingException {
        return charset == null ? line.astring() : line.astring(charset);
    }

    /// A keyword, or a flag that is one though it is spelt with a backslash.
    // CPM-MSG §6.3
    private String keyword() throws DecodingException {
        var name = line.nextWordChar() == '\\' ? line.consume() + line.atom() : line.atom();
        ((RequestReader) line).noted(new javax.mail.Flags(name));
        return FlagText.keyword(name);
    }

    /// A date, bare or in quotes.
    // RFC 3501 §9 (date)
    private LocalDate day() throws DecodingException {
        boolean quoted = line.nextWordChar() == '"';
        if (quoted) {
            line.consume();
        }
        var date = line.date();
        if (quoted) {
            line.consumeChar('"');
        }
        try {
            return LocalDate.of(date.getYear(), date.getMonth(), date.getDay());
        } catch (DateTimeException noSuchDay) {
            throw Words.illegal("no such day");
        }
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private long number() throws DecodingException {
        var digits = word();
        if (digits.isEmpty() || digits.length() > DIGITS_MAX || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw Words.illegal("no number");
        }
        return Long.parseLong(digits);
    }

    // RFC 5032 §2
    private long seconds() throws DecodingException {
        require(ImapExtension.WITHIN);
        namesAge = true;
        long seconds = number();
        if (seconds == 0 || seconds > SECONDS_MAX) {
            throw Words.illegal("interval out of range");
        }
        return seconds;
    }

    /// The entry and its type may stand before the number; all flags share one mod-sequence.
    // RFC 7162 §3.1.5
    private long modSeq() throws DecodingException {
        if (line.nextWordChar() == '"') {
            line.consumeQuoted();
            if (!Set.of("PRIV", "SHARED", "ALL").contains(word())) {
                throw Words.illegal("unknown type of entry");
            }
        }
        return number();
    }

    void require(ImapExtension extension) throws DecodingException {
        if (!profile.has(extension)) {
            throw Words.illegal("not offered: " + extension.word());
        }
    }
}
