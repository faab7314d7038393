// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.sync;

import java.util.Locale;

/// What a mirror holds, and how it came about.
///
/// @param bytes of payload
/// @param resyncs how often everything had to be read again, in all runs
/// @param gaps lists that were missed and told again, in this run
/// @param lists taken in this run
/// @param interruptions of the connection in this run
/// @param oddities of the server in this run
public record Summary(
        int objects, int folders, long bytes, int resyncs, int gaps, int lists, int interruptions, int oddities) {
    /// One line.
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "objects=%d folders=%d bytes=%d resyncs=%d gaps=%d lists=%d interruptions=%d oddities=%d",
                objects,
                folders,
                bytes,
                resyncs,
                gaps,
                lists,
                interruptions,
                oddities);
    }
}
