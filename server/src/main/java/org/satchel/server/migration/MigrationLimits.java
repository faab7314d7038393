// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.migration;

import java.time.Duration;

/// What a migration may take.
///
/// @param boxesAtOnce boxes looked at, copied and compared at a time; the listings of each are in memory then
/// @param commitsPerPage commits read and taken over in one go
/// @param registryWritesAtOnce entries of the registry written at a time
/// @param pause between two rounds of which the first found little to do
/// @param differencesMax of one box that are told; more are counted
public record MigrationLimits(
        int boxesAtOnce, int commitsPerPage, int registryWritesAtOnce, Duration pause, int differencesMax) {
    public static final MigrationLimits STANDARD = new MigrationLimits(8, 256, 16, Duration.ofSeconds(2), 10);
}
