// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.cluster;

import java.util.List;
import org.satchel.bench.measure.Goal;
import org.satchel.bench.measure.Work;

/// The works on a cluster in the order in which they are run, with their goals.
public final class ClusterWorks {
    private static final double OF_THE_CEILING = 0.75;
    private static final double OF_ONE_NODE = 0.6;
    private static final int CALLERS = 20;

    private ClusterWorks() {}

    /// A work and those who do it in turns.
    public record Planned(Work<ClusterPeer> work, List<ClusterPeer> peers) {
        public Planned {
            peers = List.copyOf(peers);
        }
    }

    public static List<Planned> all(ClusterUnderLoad cluster, ClusterScale scale) {
        var large = "cold SELECT over IMAP of a box of %,d (goal %,d ms)"
                .formatted(scale.large(), LargeBoxWork.GOAL.toMillis());
        return List.of(
                ceiling("box-1", "one box, one by one", new Load(1, 1, 1), cluster, scale),
                ceiling("box-10", "one box, batches of 10", new Load(1, 1, 10), cluster, scale),
                ceiling("box-50", "one box, batches of 50", new Load(1, 1, 50), cluster, scale),
                ceiling("callers-20", "one box, 20 callers", new Load(1, 20, 1), cluster, scale),
                ceiling("callers-100", "one box, 100 callers", new Load(1, 100, 1), cluster, scale),
                ceiling("boxes-64", "64 boxes, one by one", new Load(64, 1, 1), cluster, scale),
                ceiling("boxes-64-10", "64 boxes, batches of 10", new Load(64, 1, 10), cluster, scale),
                new Planned(
                        deposits(
                                "two-nodes",
                                "one box, %d callers on two nodes".formatted(CALLERS),
                                new Load(1, CALLERS, 1),
                                cluster,
                                scale),
                        List.of(cluster.twoNodes(), cluster.oneNode())),
                new Planned(
                        new LargeBoxWork("large-box", large, cluster.largeBox(scale.large())),
                        List.of(cluster.satchel())));
    }

    public static List<String> ids() {
        return List.of(
                "box-1",
                "box-10",
                "box-50",
                "callers-20",
                "callers-100",
                "boxes-64",
                "boxes-64-10",
                "two-nodes",
                "large-box");
    }

    public static List<Goal> goals() {
        return List.of(
                Goal.ratio("box-10", DriverPeer.NAME, OF_THE_CEILING),
                Goal.ratio("box-50", DriverPeer.NAME, OF_THE_CEILING),
                Goal.ratio("boxes-64", DriverPeer.NAME, OF_THE_CEILING),
                Goal.ratio("boxes-64-10", DriverPeer.NAME, OF_THE_CEILING),
                Goal.ratio("two-nodes", ClusterUnderLoad.ONE_NODE, OF_ONE_NODE));
    }

    private static Planned ceiling(String id, String title, Load load, ClusterUnderLoad cluster, ClusterScale scale) {
        return new Planned(deposits(id, title, load, cluster, scale), List.of(cluster.satchel(), cluster.driver()));
    }

    private static DepositWork deposits(
            String id, String title, Load load, ClusterUnderLoad cluster, ClusterScale scale) {
        return new DepositWork(id, title, load, scale.slice(), cluster.meter());
    }
}
