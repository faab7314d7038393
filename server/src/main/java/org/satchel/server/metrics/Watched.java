// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.metrics;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.satchel.imap.ImapServer;
import org.satchel.nms.NmsServer;
import org.satchel.push.Followers;
import org.satchel.push.Tally;
import org.satchel.push.pap.PapState;
import org.satchel.push.pap.PapTally;
import org.satchel.recorder.Recorder;
import org.satchel.recorder.RecorderCounters;
import org.satchel.server.keeping.Deeds;
import org.satchel.server.keeping.Keeper;

/// The parts of a node that count for themselves, and under which names others read it.
public final class Watched {
    private static final int[] STATUS_CLASSES = {2, 3, 4, 5};

    private final Metrics metrics;

    public Watched(Metrics metrics) {
        this.metrics = metrics;
    }

    /// @param obstacle what `/health/ready` tells
    public Watched readiness(Supplier<Optional<String>> obstacle) {
        metrics.gauge(
                "satchel_ready",
                "1 while the server takes new objects, else 0.",
                () -> obstacle.get().isEmpty() ? 1 : 0);
        return this;
    }

    /// How full the disk of the data folder is.
    public Watched disk(Path data) {
        metrics.gauge(
                "satchel_data_free_bytes",
                "Free on the disk of the data folder.",
                () -> data.toFile().getUsableSpace());
        return this;
    }

    /// @param connectionsMax how many there may be
    public Watched imap(ImapServer imap, int connectionsMax) {
        metrics.gauge("satchel_imap_connections", "IMAP connections now.", imap::connections);
        metrics.gauge("satchel_imap_connections_limit", "IMAP connections that there may be.", () -> connectionsMax);
        return this;
    }

    public Watched nms(NmsServer nms) {
        metrics.gauge("satchel_nms_polls_waiting", "Long polls that wait now.", nms::pollsWaiting);
        metrics.gauge("satchel_nms_sockets_open", "WebSockets that read channels now.", nms::socketsOpen);
        metrics.counter(
                "satchel_http_throttled", "Requests refused because their sender comes too often.", nms::throttled);
        var requests = new LinkedHashMap<String, DoubleSupplier>();
        for (int status : STATUS_CLASSES) {
            requests.put(status + "xx", () -> nms.answered(status));
        }
        metrics.counters(
                "satchel_http_requests", "Requests answered, by the first digit of the status.", "status", requests);
        return this;
    }

    public Watched push(Followers followers) {
        metrics.gauge("satchel_push_followers", "Subscriptions that this node follows now.", followers::count);
        Map<String, ToLongFunction<Tally.Counts>> outcomes = Map.of(
                "delivered", Tally.Counts::delivered,
                "retry", Tally.Counts::retries,
                "refused", Tally.Counts::refused,
                "skipped", Tally.Counts::skipped,
                "gone", Tally.Counts::gone);
        metrics.counters(
                "satchel_push_lists",
                "Attempts to hand a list to a subscriber, by what became of it.",
                "outcome",
                read(() -> followers.tally().counts(), outcomes));
        return this;
    }

    /// What the push gateway is asked, and how it answers.
    public Watched gateway(Supplier<PapTally.Counts> counts) {
        Map<String, ToLongFunction<PapTally.Counts>> events = Map.of(
                "submitted", PapTally.Counts::submitted,
                "accepted", PapTally.Counts::accepted,
                "refused",
                        answers -> answers.failed().values().stream()
                                .mapToLong(Long::longValue)
                                .sum(),
                "unreachable", PapTally.Counts::unreachable,
                "expired", PapTally.Counts::expired,
                "cancelled", PapTally.Counts::cancelled,
                "device_removed", PapTally.Counts::devicesRemoved);
        metrics.counters(
                "satchel_push_gateway",
                "Requests to the push gateway and its answers; one push may count several times.",
                "event",
                read(counts, events));
        return this;
    }

    /// What gateways said became of pushes.
    public Watched results(Supplier<Map<PapState, Long>> counts) {
        var states = new LinkedHashMap<String, DoubleSupplier>();
        for (var state : PapState.values()) {
            states.put(state.name().toLowerCase(Locale.ROOT), () -> counts.get().getOrDefault(state, 0L));
        }
        metrics.counters("satchel_push_results", "Pushes that the gateway told of, by their state.", "state", states);
        return this;
    }

    /// What time does to the boxes.
    public Watched keeping(Keeper keeper) {
        metrics.gauge(
                "satchel_keeping_boxes_waiting",
                "Boxes in which the last round left something that is due.",
                () -> keeper.counts().waiting());
        Map<String, ToLongFunction<Deeds.Counts>> objects = Map.of(
                "expired", Deeds.Counts::expired,
                "deleted", Deeds.Counts::deleted);
        metrics.counters(
                "satchel_keeping_objects",
                "Objects that the server removed: kept long enough, or marked deleted long enough.",
                "why",
                read(keeper::counts, objects));
        metrics.counter(
                "satchel_keeping_bytes",
                "Size of these objects.",
                () -> keeper.counts().bytes());
        metrics.counter(
                "satchel_keeping_rounds",
                "Rounds over all boxes of this node.",
                () -> keeper.counts().rounds());
        metrics.counter(
                "satchel_keeping_boxes",
                "Boxes looked at.",
                () -> keeper.counts().boxes());
        metrics.counter(
                "satchel_keeping_failures",
                "Boxes left to the next round because of a failure.",
                () -> keeper.counts().failures());
        return this;
    }

    public Watched recorder(Recorder recorder) {
        Map<String, ToLongFunction<RecorderCounters>> events = Map.of(
                "request", RecorderCounters::requests,
                "sent", RecorderCounters::sent,
                "received", RecorderCounters::received,
                "duplicate", RecorderCounters::duplicates,
                "relayed", RecorderCounters::relayed,
                "deferred", RecorderCounters::deferred,
                "refused", RecorderCounters::refused,
                "store_failure", RecorderCounters::storeFailures,
                "unrecorded", RecorderCounters::unrecorded);
        metrics.counters(
                "satchel_recorder_events",
                "SIP requests, and what the recorder did with them; one request may count several times.",
                "event",
                read(recorder::counters, events));
        return this;
    }

    private static <C> Map<String, DoubleSupplier> read(Supplier<C> counts, Map<String, ToLongFunction<C>> parts) {
        var values = new LinkedHashMap<String, DoubleSupplier>();
        parts.forEach((name, part) -> values.put(name, () -> part.applyAsLong(counts.get())));
        return values;
    }
}
