// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.selected;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.satchel.model.Uid;

/// The uids that a client asks about: ranges in order and without overlap, however it wrote them, so that long sets are
/// compared with long lists in one pass.
public final class UidSet {
    private final List<Range> ranges;

    private UidSet(List<Range> ranges) {
        this.ranges = ranges;
    }

    /// Both ends inclusive.
    public record Range(long low, long high) {}

    /// @param given in any order; one whose ends are crossed names nothing
    public static UidSet of(List<Range> given) {
        var merged = new ArrayList<Range>(given.size());
        var ordered = given.stream()
                .filter(range -> range.low <= range.high)
                .sorted(Comparator.comparingLong(Range::low))
                .toList();
        for (var range : ordered) {
            var last = merged.isEmpty() ? null : merged.getLast();
            if (last == null || range.low > last.high + 1) {
                merged.add(range);
            } else if (range.high > last.high) {
                merged.set(merged.size() - 1, new Range(last.low, range.high));
            }
        }
        return new UidSet(merged);
    }

    List<Range> ranges() {
        return ranges;
    }

    /// Those of the uids that are in the set.
    ///
    /// @param uids ascending
    public List<Uid> among(Collection<Uid> uids) {
        var found = new ArrayList<Uid>(uids.size());
        int at = 0;
        for (var uid : uids) {
            while (at < ranges.size() && ranges.get(at).high < uid.number()) {
                at++;
            }
            if (at == ranges.size()) {
                break;
            }
            if (ranges.get(at).low <= uid.number()) {
                found.add(uid);
            }
        }
        return found;
    }
}
