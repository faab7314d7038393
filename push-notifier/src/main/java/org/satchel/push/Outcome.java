// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import java.time.Duration;

/// What became of a list.
public sealed interface Outcome {
    /// The receiver has it: index and position advance.
    record Delivered() implements Outcome {}

    /// Not now. The list stays, with its index and content, and is tried again.
    ///
    /// @param atLeast not before this has passed; zero = as the back-off table says
    record RetryLater(Duration atLeast) implements Outcome {}

    /// The receiver will never take this list. It is dropped and its index is used up, so that the receiver
    /// can see the
    /// gap.
    ///
    /// @param why for the log; names a code, never content
    record Refused(String why) implements Outcome {}

    /// There was nothing to tell: position advances, and the index too unless this was the first attempt.
    record Skip() implements Outcome {}

    /// The receiver is no more: the subscription is removed.
    ///
    /// @param why for the log; names a code, never content
    record Gone(String why) implements Outcome {}
}
