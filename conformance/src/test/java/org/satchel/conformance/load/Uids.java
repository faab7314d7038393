// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.load;

import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Every uid that was ever seen, by place, with what it was given to. Safe for many threads.
// RFC 9051 §2.3.1.1
public final class Uids {
    private final Map<String, Map<Long, Sample>> given = new HashMap<>();
    private final Map<String, Long> lasts = new HashMap<>();
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();

    /// The largest that was seen so far; 0 = none was. What is asked for from now on gets a larger one.
    public synchronized long last(String box, String folder) {
        return lasts.getOrDefault(box + " " + folder, 0L);
    }

    /// A uid that was given out just now.
    ///
    /// @param before the largest one when it was asked for
    public synchronized void give(String box, String folder, long uid, Sample sample, long before) {
        if (uid <= before) {
            complaints.add("%s %s: uid %d given to %s, not above %d".formatted(box, folder, uid, sample, before));
        }
        see(box, folder, uid, sample);
    }

    public synchronized void see(String box, String folder, long uid, Sample sample) {
        var place = box + " " + folder;
        lasts.merge(place, uid, Math::max);
        var before = given.computeIfAbsent(place, unknown -> new HashMap<>()).putIfAbsent(uid, sample);
        if (before != null && !before.equals(sample)) {
            complaints.add(place + ": uid " + uid + " was given to " + before + " and to " + sample);
        }
    }

    public Queue<String> complaints() {
        return complaints;
    }
}
