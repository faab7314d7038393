// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

/// What the progress of a subscription says of those who write it.
///
/// @param holder node whose follower wrote it last; empty = none since the subscription was made, moved or left
///   by its follower. Who hands over a list that another one cut writes itself here first, and so fences the
///   other one.
/// @param moves how often the position was moved from outside
record Mark(String holder, long moves) {
    static final Mark NEW = new Mark("", 0);

    Mark heldBy(String node) {
        return new Mark(node, moves);
    }

    Mark moved() {
        return new Mark("", moves + 1);
    }
}
