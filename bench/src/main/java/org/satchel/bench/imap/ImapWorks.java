// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.imap;

import static org.satchel.bench.peer.DovecotServer.Variant.ALWAYS;
import static org.satchel.bench.peer.DovecotServer.Variant.OPTIMIZED;
import static org.satchel.bench.peer.DovecotServer.Variant.REUSED;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.satchel.bench.corpus.Messages;
import org.satchel.bench.measure.Goal;
import org.satchel.bench.measure.Work;
import org.satchel.bench.peer.DovecotServer.Variant;
import org.satchel.bench.peer.Peer;

/// The IMAP works in the order in which they are run, each with the kinds of Dovecot it is compared with.
public final class ImapWorks {
    private static final int CALLERS = 16;
    private static final int WINDOW = 64;
    private static final double MEMORY_KIB_MAX = 40;
    private static final double TOLD_MILLIS_MAX = 250;
    private static final double COLD_MILLIS_MAX = 1_000;

    private ImapWorks() {}

    /// A work, and with which Dovecot it makes sense.
    public record Planned(Work<Peer> work, Set<Variant> variants) {
        public Planned {
            variants = Set.copyOf(variants);
        }

        /// Whether each round starts the server anew.
        public boolean restarts() {
            return work instanceof SelectWork select && select.start() == SelectWork.Start.COLD;
        }

        /// Whether the peer takes part.
        public boolean includes(Peer peer) {
            return variants.stream().anyMatch(variant -> variant.label().equals(peer.name()))
                    || Arrays.stream(Variant.values())
                            .noneMatch(variant -> variant.label().equals(peer.name()));
        }
    }

    /// What is to be reached against Dovecot. Appends are compared with one that syncs each of them.
    public static List<Goal> goals() {
        return List.of(
                Goal.ratio("append-16", ALWAYS.label(), 3),
                Goal.ratio("append-1", ALWAYS.label(), 1.2),
                Goal.ratio("flags", OPTIMIZED.label(), 0.8),
                Goal.ratio("bodies", OPTIMIZED.label(), 3),
                Goal.ratio("list", OPTIMIZED.label(), 1),
                Goal.ratio("store", OPTIMIZED.label(), 0.8),
                Goal.ratio("sessions", OPTIMIZED.label(), 5),
                new Goal("idle-memory", OPTIMIZED.label(), 0.1, MEMORY_KIB_MAX),
                Goal.atMost("idle-memory", MEMORY_KIB_MAX),
                Goal.atMost("notify-crowd", TOLD_MILLIS_MAX),
                Goal.atMost("select-cold", COLD_MILLIS_MAX));
    }

    public static List<Planned> all(Scale scale, Messages messages) {
        var boxes = new Boxes(messages);
        var works = new ArrayList<Planned>();
        addReads(works, boxes, scale);
        addWrites(works, boxes, scale);
        addCrowds(works, boxes, scale);
        var label = "SELECT of %,d, cold: server started anew, first time".formatted(scale.flagged());
        works.add(new Planned(
                new SelectWork("select-cold", label, boxes, scale.slice(), scale.flagged(), appended(scale), COLD),
                Set.of(OPTIMIZED)));
        return works;
    }

    private static final SelectWork.Start COLD = SelectWork.Start.COLD;

    private static void addReads(List<Planned> works, Boxes boxes, Scale scale) {
        var slice = scale.slice();
        var one = Set.of(OPTIMIZED);
        int listed = scale.listed();
        int large = scale.flagged();
        works.add(new Planned(new NoopWork("noop", "NOOP one by one", slice), one));
        var flags = "UID FETCH (FLAGS) of %,d".formatted(large);
        var bodies = "full bodies, %,d × 1 KB".formatted(listed);
        var warm = "phone list of %,d, warm".formatted(listed);
        works.add(new Planned(
                new FetchWork("flags", flags, boxes, slice, Boxes.LARGE, large, appended(scale), FetchWork.Items.FLAGS),
                one));
        works.add(new Planned(
                new FetchWork("bodies", bodies, boxes, slice, Boxes.LISTED, listed, listed, FetchWork.Items.BODIES),
                one));
        works.add(new Planned(
                new FetchWork("list", warm, boxes, slice, Boxes.LISTED, listed, listed, FetchWork.Items.PHONE_LIST),
                one));
        works.add(new Planned(
                new FirstListWork(
                        "list-first", "phone list of %,d, first time".formatted(listed), boxes, scale.rounds(), listed),
                one));
        works.add(new Planned(
                new SelectWork(
                        "select-warm",
                        "SELECT of %,d, warm".formatted(large),
                        boxes,
                        slice,
                        large,
                        appended(scale),
                        SelectWork.Start.WARM),
                one));
    }

    private static void addWrites(List<Planned> works, Boxes boxes, Scale scale) {
        var slice = scale.slice();
        var both = Set.of(ALWAYS, OPTIMIZED);
        works.add(new Planned(
                new AppendWork(
                        "append-16",
                        "APPEND 1 KB, 16 connections, 16 boxes",
                        boxes,
                        slice,
                        CALLERS,
                        Boxes.MANY,
                        CALLERS,
                        1),
                both));
        works.add(new Planned(
                new AppendWork("append-1", "APPEND 1 KB, 1 connection", boxes, slice, 1, Boxes.SINGLE, 1, 1), both));
        works.add(new Planned(
                new AppendWork(
                        "append-16-1",
                        "APPEND 1 KB, 16 connections, one box",
                        boxes,
                        slice,
                        CALLERS,
                        Boxes.SHARED,
                        1,
                        1),
                both));
        works.add(new Planned(
                new AppendWork(
                        "append-pipelined",
                        "APPEND 1 KB, 1 connection, 64 on the way",
                        boxes,
                        slice,
                        1,
                        Boxes.PIPELINED,
                        1,
                        WINDOW),
                both));
        works.add(new Planned(new StoreWork("store", "UID STORE one by one", boxes, slice, scale.stored(), 1), both));
        works.add(new Planned(
                new StoreWork("store-pipelined", "UID STORE, 64 on the way", boxes, slice, scale.stored(), WINDOW),
                both));
        works.add(new Planned(
                new SessionWork("sessions", "LOGIN+SELECT+LOGOUT, 16 connections", boxes, slice, CALLERS),
                Set.of(OPTIMIZED, REUSED)));
    }

    private static void addCrowds(List<Planned> works, Boxes boxes, Scale scale) {
        var one = Set.of(OPTIMIZED);
        int idlers = scale.idlers();
        works.add(new Planned(
                new MemoryWork("idle-memory", "memory of an idle connection, %,d of them".formatted(idlers), idlers),
                one));
        works.add(new Planned(
                new OwnBoxNotifyWork(
                        "notify-own",
                        "APPEND to EXISTS, own box, %,d idlers elsewhere".formatted(idlers),
                        boxes,
                        scale.slice(),
                        idlers),
                one));
        works.add(new Planned(
                new SharedBoxNotifyWork(
                        "notify-shared",
                        "APPEND to EXISTS, %,d idlers in one box".formatted(idlers),
                        boxes,
                        idlers,
                        scale.announced(),
                        0.5),
                one));
        works.add(new Planned(
                new SharedBoxNotifyWork(
                        "notify-crowd",
                        "APPEND to EXISTS, 99th of 100, %,d idlers in one box".formatted(scale.crowd()),
                        boxes,
                        scale.crowd(),
                        scale.announced(),
                        0.99),
                one));
    }

    private static int appended(Scale scale) {
        return Math.min(scale.flagged(), scale.listed());
    }
}
