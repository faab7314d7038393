// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

/// The parts of a store that its boxes share.
record Engine(
        Database database,
        Committer committer,
        PayloadFiles files,
        LongReads longReads,
        DiskSpace disk,
        WarmBoxes warm,
        EngineSettings settings) {}
