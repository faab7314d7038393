// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.type;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonView;
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
    /// @param xsiType type of the data in XML alone. OMA NMS §4.1, §4.5, §13.37
    /// @param maxNotifications lists in one answer to a poll. OMA NMS §13.22
    /// @param channelSubType of a native channel
    /// @param registrationToken where a native channel leads; never shown. For WebPush a [PushSubscription] as JSON
    /// @param applicationServerKey who sends WebPush
    public record ChannelData(
            @JsonProperty("xsi:type") @JsonView(Document.Xml.class) @Nullable
            String xsiType,

            @Nullable String channelURL,
            @Nullable Integer maxNotifications,
            @Nullable String channelSubType,
            @Nullable String channelSubTypeVersion,
            @Nullable String registrationToken,
            @Nullable String applicationServerKey) {
        /// Who knows the token can write to the receiver.
        @Override
        public String toString() {
            return "ChannelData[" + channelSubType + "]";
        }
    }

    /// Seconds, wished or granted.
    public record Lifetime(@Nullable Long channelLifetime) {}

    /// One of an array of all, as some clients expect it. OMA NMS §13.25
    public record Entry(
            NotificationChannel notificationChannel,
            @Nullable String resourceURL) {}

    /// All of one user.
    public record ListOf(List<NotificationChannel> notificationChannel, String resourceURL) {}
}
