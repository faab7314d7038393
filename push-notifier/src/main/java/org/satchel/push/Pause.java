// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import java.time.Duration;

/// How a follower waits: passed in, so that tests need not.
@FunctionalInterface
public interface Pause {
    Pause REAL = Thread::sleep;

    void pause(Duration duration) throws InterruptedException;
}
