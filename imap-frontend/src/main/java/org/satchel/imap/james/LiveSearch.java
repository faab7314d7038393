// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import org.apache.james.imap.api.message.FetchData;
import org.jspecify.annotations.Nullable;
import org.satchel.imap.search.Members;
import org.satchel.model.Uid;

/// A search whose result the client is told about as it changes, for as long as the folder is selected.
// RFC 5267 §4.3
final class LiveSearch {
    private final Inquiry request;
    private final SearchScope.Pins pins;
    private final String place;
    private final Members members = new Members();

    LiveSearch(Inquiry request, LiveSearches.Found found) {
        this.request = request;
        this.pins = found.scope().pins();
        this.place = found.place();
        for (int i = 0; i < found.hits().count(); i++) {
            members.add(found.scope().listing().indexOf(Uid.of(found.hits().uid(i))));
        }
    }

    String tag() {
        return request.getTag().asString();
    }

    boolean useUids() {
        return request.useUids();
    }

    SearchProgram program() {
        return request.program();
    }

    SearchScope.Pins pins() {
        return pins;
    }

    String place() {
        return place;
    }

    /// By the places of the objects in what the client counts.
    Members members() {
        return members;
    }

    /// What is fetched of new objects that are hits; null = nothing. RFC 5465 §7
    @Nullable
    FetchData arrivals() {
        return request.options().arrivals();
    }
}
