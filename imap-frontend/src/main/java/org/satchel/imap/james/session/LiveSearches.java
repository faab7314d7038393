// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.session;

import java.util.ArrayList;
import java.util.List;

/// The searches of one selection whose results are kept up to date.
// RFC 5267 §4.3
public final class LiveSearches {
    private final List<LiveSearch> all = new ArrayList<>();

    /// As they were made; who removes some meanwhile goes over a copy.
    public List<LiveSearch> all() {
        return all;
    }

    public boolean has(String tag) {
        return all.stream().anyMatch(search -> search.tag().equals(tag));
    }

    public void add(LiveSearch search) {
        all.add(search);
    }

    public void cancel(String tag) {
        all.removeIf(search -> search.tag().equals(tag));
    }
}
