// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.folders;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.imap.api.ImapCommand;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.decode.base.AbstractImapCommandParser;
import org.apache.james.imap.message.request.AbstractImapRequest;
import org.jspecify.annotations.Nullable;
import org.satchel.imap.Connection;
import org.satchel.imap.james.command.Answers;
import org.satchel.imap.james.command.Command;
import org.satchel.imap.james.grammar.Words;
import org.satchel.imap.james.session.Places;
import org.satchel.imap.james.session.Session;
import org.satchel.imap.metadata.EntryName;
import org.satchel.imap.metadata.Expiries;
import org.satchel.imap.metadata.FolderFacts;
import org.satchel.model.Right;
import org.satchel.model.StoreFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// SETMETADATA: sets and removes entries of a folder or of the account, all of them or none.
// RFC 5464 §4.3
public final class SetMetadataCommand extends Command<SetMetadataCommand.Request> {
    private static final Logger LOG = LoggerFactory.getLogger(SetMetadataCommand.class);
    private static final ImapCommand COMMAND = ImapCommand.authenticatedStateCommand("SETMETADATA");

    /// Most entries that one command may set.
    private static final int ENTRIES_MAX = 100;

    /// Longest value, in bytes of UTF-8: what a box keeps.
    private static final int VALUE_BYTES_MAX = 64 * 1024;

    private final Places places;
    private final InstantSource clock;

    public SetMetadataCommand(Places places, InstantSource clock) {
        super(Request.class);
        this.clock = clock;
        this.places = places;
    }

    @Override
    protected void run(Request request, Session session, Answers answers) throws IOException {
        for (var setting : request.settings) {
            if (setting.bytes() > VALUE_BYTES_MAX) {
                answers.no(request, "METADATA MAXSIZE " + VALUE_BYTES_MAX, "failed. The value is too long.");
                return;
            }
            if (isReadOnly(setting.name, request.mailbox, session)) {
                throw new StoreFailure.NotPermitted("entry that clients only read");
            }
        }
        try {
            if (request.mailbox.isEmpty()) {
                session.box()
                        .write(
                                session.actor(),
                                tx -> request.settings.forEach(setting -> tx.annotate(
                                        null,
                                        setting.name.text(),
                                        session.actor().principal(),
                                        setting.value)));
            } else {
                set(request, session);
            }
        } catch (StoreFailure.TooLarge _) {
            // the length was looked at above, so it is the number
            answers.no(request, "METADATA TOOMANY", "failed. Too many entries.");
            return;
        }
        answers.ok(request);
    }

    private void set(Request request, Session session) {
        var place = places.present(session, request.mailbox);
        var folder = place.folder().id();
        var expiries = new Expiries(session.connection().manners().metadataRoot());
        place.box().write(session.actor(), tx -> {
            for (var setting : request.settings) {
                if (expiries.isOne(setting.name)) {
                    demandSharing();
                    place.demanding(Right.ADMINISTER); // who may not manage rights does not learn who has some
                    expiries.set(tx, folder, setting.name, setting.value, clock.instant());
                    continue;
                }
                var principal = setting.name.isPrivate() ? session.actor().principal() : "";
                tx.annotate(folder, setting.name.text(), principal, setting.value);
            }
        });
    }

    private void demandSharing() {
        if (!places.shares().isOn()) {
            throw new StoreFailure.Conflict("sharing is switched off");
        }
    }

    /// What the server says, and of the account everything that is not one's own: that is its administrator's.
    private static boolean isReadOnly(EntryName name, String mailbox, Session session) {
        var root = session.connection().manners().metadataRoot();
        return name.isRoot() || FolderFacts.isReserved(root, name) || (mailbox.isEmpty() && !name.isPrivate());
    }

    /// @param value null = the entry is removed
    private record Setting(EntryName name, @Nullable String value) {
        int bytes() {
            return value == null ? 0 : value.getBytes(StandardCharsets.UTF_8).length;
        }
    }

    /// The arguments; an empty mailbox is the account.
    static final class Request extends AbstractImapRequest {
        private final String mailbox;
        private final List<Setting> settings;

        private Request(Tag tag, String mailbox, List<Setting> settings) {
            super(tag, COMMAND);
            this.mailbox = mailbox;
            this.settings = settings;
        }

        @Override
        public String toString() {
            return "SETMETADATA " + mailbox;
        }
    }

    /// `name value` pairs in parentheses.
    public static final class Parser extends AbstractImapCommandParser {
        public Parser(StatusResponseFactory responses) {
            super(COMMAND, responses);
        }

        @Override
        protected ImapMessage decode(ImapRequestLineReader line, Tag tag, ImapSession session)
                throws DecodingException {
            var mailbox = line.mailbox();
            var settings = new ArrayList<Setting>();
            line.nextWordChar();
            line.consumeChar('(');
            do {
                if (settings.size() == ENTRIES_MAX) {
                    throw Words.illegal("more than " + ENTRIES_MAX + " in one list");
                }
                settings.add(setting(line));
            } while (goesOn(line, ((Session) session).connection()));
            line.eol();
            return new Request(tag, mailbox, settings);
        }

        /// One client leaves off the parenthesis at the end.
        // CPM-MSG §13 rule 15
        private static boolean goesOn(ImapRequestLineReader line, Connection client) throws DecodingException {
            if (client.manners().understandsMistakes()
                    && line.nextWordCharLenient().isEmpty()) {
                LOG.warn("{} does not close the parenthesis of SETMETADATA; read as if it did", client.name());
                return false;
            }
            if (line.nextWordChar() != ')') {
                return true;
            }
            line.consumeChar(')');
            return false;
        }

        private static Setting setting(ImapRequestLineReader line) throws DecodingException {
            var name = EntryName.parse(Words.string(line)).orElseThrow(() -> Words.illegal("no name of an entry"));
            var value = Words.value(line);
            return new Setting(name, value.orElse(null));
        }
    }
}
