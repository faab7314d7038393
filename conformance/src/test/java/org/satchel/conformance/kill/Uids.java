// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.kill;

import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Every uid that was ever seen, by place, with what it was given to. Safe for many threads.
// RFC 9051 §2.3.1.1
final class Uids {
    private final Map<String, Map<Long, Sample>> given = new HashMap<>();
    private final Map<String, Long> floors = new HashMap<>();
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();

    /// A uid that was given out just now: it is larger than all of the time before the last restart.
    synchronized void give(String box, String folder, long uid, Sample sample) {
        var place = box + " " + folder;
        if (uid <= floors.getOrDefault(place, 0L)) {
            complaints.add(place + ": uid " + uid + " given to " + sample + ", not above " + floors.get(place));
        }
        see(box, folder, uid, sample);
    }

    synchronized void see(String box, String folder, long uid, Sample sample) {
        var place = box + " " + folder;
        var before = given.computeIfAbsent(place, unknown -> new HashMap<>()).putIfAbsent(uid, sample);
        if (before != null && !before.equals(sample)) {
            complaints.add(place + ": uid " + uid + " was given to " + before + " and to " + sample);
        }
    }

    /// From now on new ones must be larger than all that were seen.
    synchronized void raiseFloors() {
        given.forEach((place, uids) -> floors.put(
                place, uids.keySet().stream().mapToLong(Long::longValue).max().orElse(0)));
    }

    synchronized long floor(String box, String folder) {
        return floors.getOrDefault(box + " " + folder, 0L);
    }

    Queue<String> complaints() {
        return complaints;
    }
}
