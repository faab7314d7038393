// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.state;

import org.satchel.model.ModSeq;
import org.satchel.model.Quota;

/// The figures of a box that every commit may move: one small row of an engine.
///
/// @param nextFolder number of the next new folder; likewise `nextObject` and `nextContent`
/// @param lastUidValidity the largest that any folder ever had
/// @param head mod-sequence of the last commit
/// @param oldest the lowest position that the log still answers
public record Counters(
        long nextFolder,
        long nextObject,
        long nextContent,
        int lastUidValidity,
        ModSeq head,
        ModSeq oldest,
        Quota.Usage usage) {
    public static final Counters FIRST = new Counters(1, 1, 1, 0, ModSeq.ZERO, ModSeq.ZERO, new Quota.Usage(0, 0));
}
