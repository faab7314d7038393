// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.settings;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Every limit of the REST interface, with its unit.
public record NmsLimits(
        Connections connections,
        Bodies bodies,
        Pages pages,
        Notifications notifications,
        Sockets sockets,
        Rates rates) {
    public static final NmsLimits DEFAULT = new NmsLimits(
            Connections.DEFAULT, Bodies.DEFAULT, Pages.DEFAULT, Notifications.DEFAULT, Sockets.DEFAULT, Rates.NONE);

    public NmsLimits with(Connections other) {
        return new NmsLimits(other, bodies, pages, notifications, sockets, rates);
    }

    public NmsLimits with(Bodies other) {
        return new NmsLimits(connections, other, pages, notifications, sockets, rates);
    }

    public NmsLimits with(Pages other) {
        return new NmsLimits(connections, bodies, other, notifications, sockets, rates);
    }

    public NmsLimits with(Notifications other) {
        return new NmsLimits(connections, bodies, pages, other, sockets, rates);
    }

    public NmsLimits with(Rates other) {
        return new NmsLimits(connections, bodies, pages, notifications, sockets, other);
    }

    public NmsLimits with(Sockets other) {
        return new NmsLimits(connections, bodies, pages, notifications, other, rates);
    }

    /// @param openMax connections at a time; the next is accepted when one ends
    /// @param headerBytesMax request line and header fields together
    /// @param idleMax how long a connection may stay silent between or within requests
    /// @param stopMax how long requests in flight may take to end when the server stops
    /// @param retryAfter what a client is told to wait when the store cannot serve
    public record Connections(
            int openMax, int headerBytesMax, Duration idleMax, Duration stopMax, Duration retryAfter) {
        public static final Connections DEFAULT = new Connections(
                60_000, 16 * 1024, Duration.ofSeconds(60), Duration.ofSeconds(5), Duration.ofSeconds(5));

        public Connections withOpenMax(int connections) {
            return new Connections(connections, headerBytesMax, idleMax, stopMax, retryAfter);
        }
    }

    /// @param objectBytesMax one object as it will be stored, and one multipart request
    /// @param jsonBytesMax one JSON body, and the root-fields of a multipart request
    /// @param jsonDepthMax nesting of a JSON body
    /// @param partsMax parts of one object, counted over all levels
    /// @param partHeaderBytesMax header block of one part
    /// @param partDepthMax multipart within multipart
    public record Bodies(
            long objectBytesMax,
            int jsonBytesMax,
            int jsonDepthMax,
            int partsMax,
            int partHeaderBytesMax,
            int partDepthMax) {
        public static final Bodies DEFAULT = new Bodies(100L * 1024 * 1024, 1024 * 1024, 32, 200, 16 * 1024, 4);
    }

    /// @param searchDefault objects on a search page when the client does not say
    /// @param searchMax objects on a search page at most
    /// @param folderMax references on a folder page at most
    /// @param bulkMax items of one bulk request
    public record Pages(int searchDefault, int searchMax, int folderMax, int bulkMax) {
        public static final Pages DEFAULT = new Pages(100, 500, 1000, 100);

        public Pages withSearchDefault(int objects) {
            return new Pages(objects, searchMax, folderMax, bulkMax);
        }

        /// @param asked null or not positive = the client does not say
        public int searchSize(@Nullable Integer asked) {
            return asked == null || asked <= 0 ? searchDefault : Math.min(asked, searchMax);
        }
    }

    /// @param pollMax how long a long poll waits for news
    /// @param channelsPerBoxMax notification channels of one box
    /// @param channelPendingMax event lists that wait in one channel; a subscription that would exceed this waits
    /// @param channelLifetimeMax granted at most to a channel
    /// @param callbackMax how long one POST to a subscriber may take
    public record Notifications(
            Duration pollMax,
            int channelsPerBoxMax,
            int channelPendingMax,
            Duration channelLifetimeMax,
            Duration callbackMax) {
        public static final Notifications DEFAULT =
                new Notifications(Duration.ofMinutes(4), 20, 100, Duration.ofDays(7), Duration.ofSeconds(10));
    }

    /// @param pingEvery how often a WebSocket is asked whether it lives; who has not answered by then is dead
    public record Sockets(Duration pingEvery) {
        public static final Sockets DEFAULT = new Sockets(Duration.ofSeconds(30));
    }

    /// How often each principal may ask, and each network from which somebody is not let in.
    ///
    /// @param perSecond requests that become possible again each second; 0 = without limit
    /// @param burst requests that are possible at once
    /// @param knownMax principals and networks that are remembered; who came longest ago is forgotten first
    public record Rates(int perSecond, int burst, int knownMax) {
        public static final Rates NONE = new Rates(0, 1, 1);
        public static final int KNOWN_MAX = 100_000;

        public Rates {
            if (perSecond < 0 || burst < 1 || knownMax < 1) {
                throw new IllegalArgumentException("a rate is not negative, a burst and a memory at least 1");
            }
        }
    }
}
