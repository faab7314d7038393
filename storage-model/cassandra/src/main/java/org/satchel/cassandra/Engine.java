// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import org.satchel.model.state.WarmBoxes;

/// The parts of a store that its boxes share.
///
/// @param hosted the boxes whose writes this process lands for its neighbours, too
/// @param places one per write that is on its way
/// @param checkpointPlaces one per checkpoint that is being made
/// @param threads a virtual one for each thing that a box does by itself
/// @param lostRaces counts conditional writes that another process was quicker than
/// @param visits counts groups of neighbours that this process added to
record Engine(
        HeadTable heads,
        HistoryTable history,
        PartTable parts,
        Bodies bodies,
        Contents contents,
        IndexTables index,
        ContentIds ids,
        WarmBoxes<CassandraBox> warm,
        Watch watch,
        Company company,
        Hosted hosted,
        Semaphore places,
        Semaphore checkpointPlaces,
        ExecutorService threads,
        LongAdder lostRaces,
        LongAdder visits,
        CassandraSettings settings) {
    InstantSource clock() {
        return settings.boxes().clock();
    }
}
