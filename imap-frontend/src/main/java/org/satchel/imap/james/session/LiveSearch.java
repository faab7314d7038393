// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.session;

import java.time.Instant;
import org.apache.james.imap.api.message.FetchData;
import org.jspecify.annotations.Nullable;
import org.satchel.imap.search.Members;
import org.satchel.model.BoxView;
import org.satchel.model.Query;

/// A search whose result the client is told about as it changes, for as long as the folder is selected.
///
/// @param form how it is told
/// @param condition what it looks for
/// @param namesLast whether it speaks of `*` among uids: what is last changes when others come and go
/// @param members its hits, by the places of the objects in what the client counts
// RFC 5267 §4.3
public record LiveSearch(Form form, Condition condition, boolean namesLast, Members members) {
    /// What the answers carry.
    ///
    /// @param tag of the command that made the search
    /// @param place words that name the folder; empty = the answers do not say it
    /// @param useUids whether they speak of uids
    /// @param arrivals what is fetched of new objects that are hits; null = nothing. RFC 5465 §7
    public record Form(
            String tag,
            String place,
            boolean useUids,
            @Nullable FetchData arrivals) {}

    /// What is looked for when the search is made again: numbers and `$` mean what they meant the first time.
    @FunctionalInterface
    public interface Condition {
        /// @param within the uids that are asked about
        Query in(SelectedFolder selected, BoxView view, Instant now, Query.UidIn.Range within);
    }

    public String tag() {
        return form.tag;
    }
}
