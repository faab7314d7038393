// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rows to be read, in key order. Safe for any number of threads.
interface Rows {
    byte @Nullable [] get(Family family, byte[] key);

    /// The first rows with keys from `from` (inclusive) to `to` (exclusive), in key order, at most `rowsMax`;
    /// none only when there are none.
    List<Row> page(Family family, byte[] from, byte[] to, int rowsMax);
}
