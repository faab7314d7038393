// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.folders;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.apache.james.imap.decode.parser.LsubCommandParser;
import org.apache.james.imap.message.request.LsubRequest;
import org.satchel.imap.james.command.Answers;
import org.satchel.imap.james.command.Command;
import org.satchel.imap.james.command.RequestReader;
import org.satchel.imap.james.grammar.Paths;
import org.satchel.imap.james.session.Session;
import org.satchel.model.FolderPath;

/// LSUB: the names that were subscribed to, whether there is a folder or not.
// RFC 3501 §6.3.9
public final class LsubCommand extends Command<LsubRequest> {
    private final Paths paths;

    public LsubCommand(Paths paths) {
        super(LsubRequest.class);
        this.paths = paths;
    }

    @Override
    protected void run(LsubRequest request, Session session, Answers answers) throws IOException {
        char delimiter = paths.dialect().delimiter();
        var text = request.getBaseReferenceName() + Paths.pattern(request.getMailboxPattern(), session.hasUtf8());
        var pattern = new NamePattern(text, delimiter);
        var subscribed = session.box().view().subscriptions();
        var told = new TreeMap<FolderPath, String>();
        for (var path : subscribed) {
            if (pattern.matches(paths.name(path))) {
                told.put(path, "");
            } else {
                above(path, pattern, subscribed).ifPresent(parent -> told.put(parent, "\\Noselect"));
            }
        }
        for (var line : told.entrySet()) {
            var name = answers.quoted(paths.name(line.getKey()));
            answers.line("LSUB (" + line.getValue() + ") \"" + delimiter + "\" " + name);
        }
        answers.ok(request);
    }

    /// The nearest name above that matches, unless a subscribed one comes first: that one is told for itself.
    private Optional<FolderPath> above(FolderPath path, NamePattern pattern, Set<FolderPath> subscribed) {
        var parent = path.parent();
        while (parent.isPresent() && !pattern.matches(paths.name(parent.get()))) {
            if (subscribed.contains(parent.get())) {
                return Optional.empty();
            }
            parent = parent.get().parent();
        }
        return parent.filter(name -> !subscribed.contains(name));
    }

    /// Refuses what cannot be decoded; James finds out too late.
    public static final class Parser extends LsubCommandParser {
        public Parser(StatusResponseFactory responses) {
            super(responses);
        }

        @Override
        public String listMailbox(ImapRequestLineReader line) throws DecodingException {
            var pattern = super.listMailbox(line);
            ((RequestReader) line).name(pattern);
            return pattern;
        }
    }
}
