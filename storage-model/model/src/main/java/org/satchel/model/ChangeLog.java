// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import java.time.Duration;

/// The history of a box. Readers pull at their own pace and keep their own position; nobody is called back.
public interface ChangeLog {
    /// Number of the last visible commit: what a view shows, [#since] tells, and nothing more.
    ModSeq head();

    /// What came after `position`.
    ///
    /// @param limit commits at most, positive
    Delta since(ModSeq position, int limit);

    /// Like [#since], but waits until there is something, at most for `timeout`; then answers with no commits.
    Delta await(ModSeq position, int limit, Duration timeout) throws InterruptedException;
}
