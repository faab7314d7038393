// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.searching;

import java.util.EnumSet;
import org.apache.james.imap.api.message.FetchData;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.satchel.imap.ImapExtension;
import org.satchel.imap.james.fetch.FetchParser;
import org.satchel.imap.james.grammar.Words;
import org.satchel.imap.james.searching.SearchOptions.Option;
import org.satchel.imap.search.Page;

/// Reads the list behind RETURN.
// RFC 4466 §2.6.1
final class ReturnOptions {
    private ReturnOptions() {}

    static SearchOptions read(SearchGrammar grammar, ImapRequestLineReader line) throws DecodingException {
        var named = EnumSet.noneOf(Option.class);
        Page page = null;
        FetchData arrivals = null;
        line.nextWordChar();
        line.consumeChar('(');
        while (line.nextWordChar() != ')') {
            var option = option(grammar.word(), grammar);
            boolean stretch = option == Option.ALL || option == Option.PARTIAL;
            if (stretch && (named.contains(Option.ALL) || page != null)) {
                // RFC 9394 §3.1
                throw Words.illegal("more than one of ALL and PARTIAL");
            }
            if (option == Option.PARTIAL) {
                page = Words.page(grammar.word());
            }
            if (option == Option.UPDATE && line.nextWordChar() == '(') {
                // RFC 5465 §8 (modifier-update)
                var items = FetchData.builder();
                FetchParser.items(line, items);
                arrivals = items.build();
            }
            named.add(option);
        }
        line.consumeChar(')');
        return SearchOptions.returning(named, page, arrivals);
    }

    private static Option option(String name, SearchGrammar grammar) throws DecodingException {
        return switch (name) {
            case "MIN" -> Option.MIN;
            case "MAX" -> Option.MAX;
            case "COUNT" -> Option.COUNT;
            case "ALL" -> Option.ALL;
            case "PARTIAL" -> offered(Option.PARTIAL, ImapExtension.PARTIAL, grammar);
            case "CONTEXT" -> offered(Option.CONTEXT, ImapExtension.CONTEXT_SEARCH, grammar);
            case "UPDATE" -> offered(Option.UPDATE, ImapExtension.CONTEXT_SEARCH, grammar);
            case "SAVE" -> offered(Option.SAVE, ImapExtension.SEARCHRES, grammar);
            default -> throw Words.illegal("return option");
        };
    }

    private static Option offered(Option option, ImapExtension extension, SearchGrammar grammar)
            throws DecodingException {
        grammar.require(extension);
        return option;
    }
}
