// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import org.satchel.model.BoxView;
import org.satchel.model.state.BoxState;

/// A box as this process knows it: a state, and the rows that belong to it.
record Present(BoxState state, BoxRows rows) {
    BoxView view() {
        return state.view(rows);
    }

    long head() {
        return state.head().number();
    }

    /// The next one, with one more group of commits. The rows take them in before anybody sees the state.
    Present with(Group group) {
        rows.add(group);
        var next = state;
        for (var commit : group.commits()) {
            next = next.apply(commit, rows);
        }
        return new Present(next, rows);
    }
}
