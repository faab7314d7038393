// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import org.satchel.model.state.WarmBoxes;

/// The parts of a store that its boxes share.
record Engine(
        Database database,
        Committer committer,
        PayloadFiles files,
        LongReads longReads,
        DiskSpace disk,
        WarmBoxes<EmbeddedBox> warm,
        EngineSettings settings) {}
