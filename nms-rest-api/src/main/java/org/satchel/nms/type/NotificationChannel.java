// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.type;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A place where notifications wait until a client fetches them. OMA NMS §5.7
public record NotificationChannel(
        @Nullable String clientCorrelator,
        @Nullable String applicationTag,
        @Nullable String channelType,
        @Nullable ChannelData channelData,
        @Nullable Integer channelLifetime,
        @Nullable String callbackURL,
        @Nullable String resourceURL) {

    /// Where a channel is read, and how.
    ///
    /// @param maxNotifications lists in one answer to a poll. OMA NMS §13.22
    public record ChannelData(
            @Nullable String channelURL, @Nullable Integer maxNotifications) {}

    /// Seconds, wished or granted.
    public record Lifetime(@Nullable Long channelLifetime) {}

    /// One of an array of all, as some clients expect it. OMA NMS §13.25
    public record Entry(
            NotificationChannel notificationChannel,
            @Nullable String resourceURL) {}

    /// All of one user.
    public record ListOf(List<NotificationChannel> notificationChannel, String resourceURL) {}
}
