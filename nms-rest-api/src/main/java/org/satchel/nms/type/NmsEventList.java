// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.type;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A numbered list of events for one subscriber. OMA NMS §5.5, §8.2
///
/// @param index ascends by one from list to list
/// @param restartToken position after this list
/// @param link at least the one to the subscription
public record NmsEventList(
        List<NmsEvent> nmsEvent,
        long index,
        String restartToken,
        @Nullable String callbackData,
        List<Link> link) {

    /// A URL that belongs to it. OMA NMS §5.6
    public record Link(String rel, String href) {}
}
