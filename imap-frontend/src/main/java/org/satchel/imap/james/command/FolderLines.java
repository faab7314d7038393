// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.command;

import java.io.IOException;
import java.util.Collection;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import org.apache.james.imap.api.ImapConstants;
import org.satchel.imap.ImapOutput;
import org.satchel.imap.Manners;
import org.satchel.imap.james.grammar.FlagText;
import org.satchel.imap.james.grammar.Profile;
import org.satchel.imap.james.session.SelectedFolder;
import org.satchel.imap.james.session.Session;
import org.satchel.imap.objects.ObjectIds;
import org.satchel.model.Entry;
import org.satchel.model.Folder;
import org.satchel.model.Right;

/// Lines about a folder and its objects that more than one command says.
public final class FolderLines {
    private static final String SYSTEM = "\\Answered \\Deleted \\Draft \\Flagged \\Seen";
    private static final Set<Right> FLAGGING = Set.of(Right.SEEN, Right.DELETE_OBJECT, Right.WRITE);

    private FolderLines() {}

    public static void flags(Answers answers, Collection<String> keywords) throws IOException {
        answers.line("FLAGS (" + names(answers, keywords) + ")");
    }

    /// What the client can change for good.
    // RFC 4314 §5.1.1
    public static void permanentFlags(Answers answers, Collection<String> keywords, SelectedFolder selected)
            throws IOException {
        answers.line("OK [PERMANENTFLAGS (" + permanent(answers, keywords, selected) + ")] Limited");
    }

    private static String permanent(Answers answers, Collection<String> keywords, SelectedFolder selected) {
        if (selected.isReadOnly() && !answers.profile().isJames()) {
            return "";
        }
        var rights = selected.rights(selected.box().view());
        if (rights.containsAll(FLAGGING)) {
            return names(answers, keywords) + " \\*";
        }
        var names = new StringJoiner(" ");
        if (rights.contains(Right.WRITE)) {
            names.add("\\Answered");
        }
        if (rights.contains(Right.DELETE_OBJECT)) {
            names.add("\\Deleted");
        }
        if (rights.contains(Right.WRITE)) {
            names.add("\\Draft").add("\\Flagged");
        }
        if (rights.contains(Right.SEEN)) {
            names.add("\\Seen");
        }
        if (rights.contains(Right.WRITE)) {
            keywords.forEach(keyword -> names.add(FlagText.spoken(keyword, answers.readReport())));
            names.add("\\*");
        }
        return names.toString();
    }

    /// Words that no object here carried before are announced before the objects that carry them.
    public static void keywords(SelectedFolder selected, Answers answers, Set<String> used) throws IOException {
        if (selected.keywords().containsAll(used)) {
            return;
        }
        Set<String> all = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        all.addAll(selected.keywords());
        all.addAll(used);
        selected.keywords(all);
        flags(answers, all);
        permanentFlags(answers, all, selected);
    }

    /// @param realm of the box that it is in
    // RFC 8474 §4
    public static String mailboxId(Folder folder, String realm, Profile profile) {
        var id = profile.isJames() ? Long.toString(folder.id().number()) : ObjectIds.mailbox(folder.id(), realm);
        return "MAILBOXID (" + id + ")";
    }

    /// Enables CONDSTORE; when it was not enabled before, whoever has a folder selected is told its mod-sequence.
    public static void enableCondstore(Session session, Answers answers) throws IOException {
        if (session.enable(ImapConstants.SUPPORTS_CONDSTORE)) {
            highestModSeq(session, answers);
        }
    }

    /// The mod-sequence of the selected folder, if one is.
    // RFC 7162 §3.1
    public static void highestModSeq(Session session, Answers answers) throws IOException {
        var selected = session.folder();
        if (selected == null) {
            return;
        }
        var folder = selected.box().view().folder(selected.folder());
        if (folder.isPresent()) {
            answers.line("OK [HIGHESTMODSEQ " + folder.get().changed() + "] Highest");
        }
    }

    /// How many there are of something, or which one went.
    public static void numbered(ImapOutput out, int number, String word) throws IOException {
        out.ascii("* ").number(number).ascii(" ").ascii(word).crlf();
    }

    /// The line that tells the flags of one object.
    // CPM-MSG §13 rule 3
    public static void fetch(Answers answers, int number, Entry entry, boolean recent, boolean uid, boolean modSeq)
            throws IOException {
        var out = answers.out();
        if (answers.profile().isJames()) {
            fetchLikeJames(out, number, entry, recent, uid, modSeq);
            return;
        }
        out.ascii("* ").number(number).ascii(" FETCH (");
        if (uid) {
            out.ascii("UID ").number(entry.uid().number()).ascii(" ");
        }
        out.ascii("FLAGS ");
        FlagText.write(out, entry.flags(), recent, answers.readReport());
        if (modSeq) {
            out.ascii(" MODSEQ (").number(entry.modSeq().number()).ascii(")");
        }
        out.ascii(")").crlf();
    }

    private static void fetchLikeJames(
            ImapOutput out, int number, Entry entry, boolean recent, boolean uid, boolean modSeq) throws IOException {
        out.ascii("* ").number(number).ascii(" FETCH (");
        if (modSeq) {
            out.ascii("MODSEQ (").number(entry.modSeq().number()).ascii(") ");
        }
        out.ascii("FLAGS ");
        FlagText.write(out, entry.flags(), recent, Manners.ReadReport.KEYWORD);
        if (uid) {
            out.ascii(" UID ").number(entry.uid().number());
        }
        out.ascii(")").crlf();
    }

    private static String names(Answers answers, Collection<String> keywords) {
        var names = new StringBuilder(SYSTEM);
        for (var keyword : keywords) {
            names.append(' ').append(FlagText.spoken(keyword, answers.readReport()));
        }
        return names.toString();
    }
}
