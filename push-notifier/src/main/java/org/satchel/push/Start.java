// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import org.satchel.model.ModSeq;

/// From where a subscription is told what happened.
public sealed interface Start {
    /// Only what happens from now on.
    record Now() implements Start {}

    /// Everything after this position; [Reset] when the log no longer reaches back so far, or never got there.
    record After(ModSeq position) implements Start {}

    /// A first list that says "start afresh", then what happens from now on: the answer to a token that cannot be
    /// understood.
    record Reset() implements Start {}
}
