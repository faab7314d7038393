// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.searching;

import java.io.IOException;
import org.apache.james.imap.api.message.FetchData;
import org.satchel.imap.james.command.Answers;
import org.satchel.imap.james.command.FolderLines;
import org.satchel.imap.james.fetch.FetchCommand;
import org.satchel.imap.james.grammar.Profile;
import org.satchel.imap.james.session.LiveSearch;
import org.satchel.imap.james.session.SelectedFolder;
import org.satchel.imap.james.session.Session;
import org.satchel.imap.search.Members;
import org.satchel.model.Uid;

/// Takes the searches whose results a client wants to follow, and refuses those of which it cannot be told.
// RFC 5267 §4.3
public final class Contexts {
    /// Searches of one connection that are kept up to date at the same time.
    public static final int MOST = 8;

    private Contexts() {}

    /// What a search found.
    ///
    /// @param selected as long as this is the selected folder, the client is told
    /// @param scope of the search as it was made: numbers and `$` mean ever after what they meant then
    /// @param place words that name the folder; empty = the answers do not say it
    record Found(SelectedFolder selected, SearchScope scope, String place, Hits hits) {}

    /// True when the search that is to be followed has the tag of one that is, or asks for items that are not offered:
    /// nothing may be done for it then.
    // RFC 5267 §4.3
    static boolean forbid(Inquiry request, SelectedFolder selected, Profile profile) {
        if (!request.options().has(SearchOptions.Option.UPDATE)) {
            return false;
        }
        var arrivals = request.options().arrivals();
        return selected.live().has(request.getTag().asString())
                || (arrivals != null && !FetchCommand.offers(profile, arrivals));
    }

    /// From now on tells of a search that was made and answered, if it is to be told of and can be.
    // RFC 5267 §4.3.1
    static void follow(Inquiry request, Found found, Session session, Answers answers) throws IOException {
        if (!request.options().has(SearchOptions.Option.UPDATE)) {
            return;
        }
        var arrivals = request.options().arrivals();
        if (arrivals != null && arrivals.contains(FetchData.Item.MODSEQ)) {
            FolderLines.enableCondstore(session, answers);
        }
        var live = found.selected().live();
        if (request.program().namesAge()) {
            refuse(request.getTag().asString(), "What is found changes with time", answers);
        } else if (live.all().size() >= MOST) {
            refuse(request.getTag().asString(), "Too many contexts", answers);
        } else {
            live.add(search(request, found));
        }
    }

    private static LiveSearch search(Inquiry request, Found found) {
        var members = new Members();
        for (int i = 0; i < found.hits().count(); i++) {
            members.add(found.scope().listing().indexOf(Uid.of(found.hits().uid(i))));
        }
        var form = new LiveSearch.Form(
                request.getTag().asString(),
                found.place(),
                request.useUids(),
                request.options().arrivals());
        var program = request.program();
        var pins = found.scope().pins();
        return new LiveSearch(
                form,
                (selected, view, now, within) ->
                        program.condition().in(SearchScope.again(selected, view, now, pins, within)),
                program.namesLast(),
                members);
    }

    /// Forgets a search whose result cannot be kept up to date.
    static void giveUp(LiveSearch search, SelectedFolder selected, Answers answers) throws IOException {
        selected.live().cancel(search.tag());
        refuse(search.tag(), "Cannot be kept up to date", answers);
    }

    private static void refuse(String tag, String why, Answers answers) throws IOException {
        answers.out().ascii("* NO [NOUPDATE \"" + tag + "\"] ").ascii(why).crlf();
    }
}
