// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.type;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A wish to be told what happens in a box. OMA NMS §5.5
public record NmsSubscription(
        @Nullable CallbackReference callbackReference,
        @Nullable Integer duration,
        SelectionCriteria.@Nullable SearchCriteria filter,
        @Nullable String clientCorrelator,
        @Nullable String restartToken,
        @Nullable Long index,
        @Nullable String resourceURL) {

    /// Where event lists go, and in which format. OMA NMS §5.5
    public record CallbackReference(
            @Nullable String notifyURL,
            @Nullable String callbackData,
            @Nullable String notificationFormat) {}

    /// Extends a subscription, or sends it back to a position.
    public record Update(
            @Nullable Integer duration, @Nullable String restartToken) {}

    /// All of one subscriber.
    public record ListOf(List<NmsSubscription> subscription, String resourceURL) {}
}
