// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

/// What became of a conditional write.
enum Landing {
    DONE,
    /// The condition did not hold: somebody else was first. Nothing was written.
    LOST,
    /// Nobody answered in time. It may have been done, or still be.
    UNKNOWN
}
