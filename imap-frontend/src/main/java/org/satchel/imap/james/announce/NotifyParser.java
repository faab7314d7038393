// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.announce;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.FetchData;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.decode.base.AbstractImapCommandParser;
import org.jspecify.annotations.Nullable;
import org.satchel.imap.james.command.FolderNames;
import org.satchel.imap.james.fetch.FetchParser;
import org.satchel.imap.james.grammar.Words;
import org.satchel.imap.james.session.Manner;
import org.satchel.imap.james.session.Wishes;
import org.satchel.imap.notify.Event;

/// Reads NOTIFY, and refuses what contradicts itself.
// RFC 5465 §8
public final class NotifyParser extends AbstractImapCommandParser {
    public NotifyParser(StatusResponseFactory responses) {
        super(NotifyRequest.COMMAND, responses);
    }

    @Override
    protected ImapMessage decode(ImapRequestLineReader line, Tag tag, ImapSession session) throws DecodingException {
        var form = word(line);
        var asked = switch (form) {
            case "NONE" -> new NotifyRequest.Asked.None();
            case "SET" -> groups(line);
            default -> throw illegal("form " + form);
        };
        line.eol();
        return new NotifyRequest(tag, asked);
    }

    private static NotifyRequest.Asked groups(ImapRequestLineReader line) throws DecodingException {
        boolean status = line.nextWordChar() != '(';
        if (status && !word(line).equals("STATUS")) {
            throw illegal("indicator");
        }
        var reading = new Reading();
        do {
            reading.group(line);
        } while (line.nextWordCharLenient().isPresent());
        return new NotifyRequest.Asked.Groups(status, reading.selected, reading.others, reading.hasUnknown);
    }

    /// What was read so far.
    private static final class Reading {
        private final List<Wishes.Selected> selected = new ArrayList<>();
        private final List<NotifyRequest.Named> others = new ArrayList<>();
        private boolean hasUnknown;
        private @Nullable FetchData arrivals;

        void group(ImapRequestLineReader line) throws DecodingException {
            open(line);
            var filter = word(line);
            switch (filter) {
                case "SELECTED" -> selected(line, Manner.ALL_WITH_UID);
                // RFC 5465 §6.2: removals wait for a command that allows them
                case "SELECTED-DELAYED" -> selected(line, Manner.NO_REMOVALS);
                default -> other(line, filter);
            }
            close(line);
        }

        private void selected(ImapRequestLineReader line, Manner manner) throws DecodingException {
            arrivals = null;
            var events = events(line, true);
            boolean others = events.stream().anyMatch(event -> !event.isOfMessages());
            if (others || !selected.isEmpty()) {
                throw illegal("group of the selected folder");
            }
            selected.add(new Wishes.Selected(events, manner, arrivals));
        }

        private void other(ImapRequestLineReader line, String word) throws DecodingException {
            for (var filter : NotifyRequest.Filter.values()) {
                if (filter.name().equals(word)) {
                    var names = filter.hasNames() ? FolderNames.read(line) : List.<String>of();
                    others.add(new NotifyRequest.Named(filter, names, events(line, false)));
                    return;
                }
            }
            throw illegal("filter");
        }

        private Set<Event> events(ImapRequestLineReader line, boolean mayFetch) throws DecodingException {
            var events = EnumSet.noneOf(Event.class);
            if (line.nextWordChar() != '(') {
                if (!word(line).equals("NONE")) {
                    throw illegal("events");
                }
                return events;
            }
            open(line);
            do {
                var event = Event.named(word(line));
                hasUnknown |= event.isEmpty();
                event.ifPresent(events::add);
                if (line.nextWordChar() == '(') {
                    // RFC 5465 §8: only of the selected folder, and only what is new
                    if (!mayFetch || event.isEmpty() || event.get() != Event.MESSAGE_NEW) {
                        throw illegal("items to fetch");
                    }
                    var fetch = FetchData.builder();
                    FetchParser.items(line, fetch);
                    arrivals = fetch.build();
                }
            } while (line.nextWordChar() != ')');
            close(line);
            if (!Event.areConsistent(events)) {
                throw illegal("combination of events");
            }
            return events;
        }
    }

    private static String word(ImapRequestLineReader line) throws DecodingException {
        line.nextWordChar();
        return Words.text(line).toUpperCase(Locale.ROOT);
    }

    private static void open(ImapRequestLineReader line) throws DecodingException {
        line.nextWordChar();
        line.consumeChar('(');
    }

    private static void close(ImapRequestLineReader line) throws DecodingException {
        line.nextWordChar();
        line.consumeChar(')');
    }

    private static DecodingException illegal(String what) {
        return new DecodingException(HumanReadableText.ILLEGAL_ARGUMENTS, "unfit in NOTIFY: " + what);
    }
}
