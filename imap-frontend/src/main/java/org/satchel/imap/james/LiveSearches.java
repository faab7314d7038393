// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.imap.api.message.FetchData;

/// The searches of one selection whose results are kept up to date.
// RFC 5267 §4.3
final class LiveSearches {
    /// Searches of one connection that are kept up to date at the same time.
    static final int MOST = 8;

    private final List<LiveSearch> all = new ArrayList<>();

    /// What a search found.
    ///
    /// @param scope of the search as it was made: numbers and `$` mean ever after what they meant then
    /// @param place words that name the folder; empty = the answers do not say it
    record Found(SearchScope scope, String place, Hits hits) {}

    List<LiveSearch> all() {
        return all;
    }

    boolean has(String tag) {
        return all.stream().anyMatch(search -> search.tag().equals(tag));
    }

    void cancel(String tag) {
        all.removeIf(search -> search.tag().equals(tag));
    }

    /// True when the search that is to be followed has the tag of one that is, or asks for items that are not offered:
    /// nothing may be done for it then.
    // RFC 5267 §4.3
    boolean forbids(Inquiry request, Profile profile) {
        if (!request.options().has(SearchOptions.Option.UPDATE)) {
            return false;
        }
        var arrivals = request.options().arrivals();
        return has(request.getTag().asString()) || (arrivals != null && !FetchCommand.offers(profile, arrivals));
    }

    /// From now on tells of a search that was made and answered, if it is to be told of and can be.
    // RFC 5267 §4.3.1
    void follow(Inquiry request, Found found, Session session, Answers answers) throws IOException {
        if (!request.options().has(SearchOptions.Option.UPDATE)) {
            return;
        }
        var arrivals = request.options().arrivals();
        if (arrivals != null && arrivals.contains(FetchData.Item.MODSEQ)) {
            FolderLines.enableCondstore(session, answers);
        }
        if (request.program().namesAge()) {
            refuse(request.getTag().asString(), "What is found changes with time", answers);
        } else if (all.size() >= MOST) {
            refuse(request.getTag().asString(), "Too many contexts", answers);
        } else {
            all.add(new LiveSearch(request, found));
        }
    }

    /// Forgets a search whose result cannot be kept up to date.
    void giveUp(LiveSearch search, Answers answers) throws IOException {
        all.remove(search);
        refuse(search.tag(), "Cannot be kept up to date", answers);
    }

    private static void refuse(String tag, String why, Answers answers) throws IOException {
        answers.out().ascii("* NO [NOUPDATE \"" + tag + "\"] ").ascii(why).crlf();
    }
}
