// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

/// Makes the sink of a subscription, when its follower starts.
@FunctionalInterface
public interface SinkFactory {
    Sink open(Subscription subscription);
}
