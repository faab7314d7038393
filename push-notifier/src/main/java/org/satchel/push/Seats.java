// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.satchel.model.BoxId;
import org.satchel.model.Registry;
import org.satchel.model.StoreFailure;
import org.satchel.push.nodes.NodeName;
import org.satchel.push.nodes.Nodes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// At which node the client of a notification channel waits: its lists are handed over there.
///
/// One row per channel, `push-seats/<box>/<channel>`, written when a client comes to another node than the last
/// time, and neither read nor written while there is one node. A seat of a node that is dead counts for nothing.
public final class Seats {
    private static final Logger LOG = LoggerFactory.getLogger(Seats.class);
    private static final String PREFIX = "push-seats/";
    private static final String SUBJECT = "seat";
    private static final int RACES_MAX = 16;

    private final Registry registry;
    private final Nodes nodes;
    private final List<BiConsumer<BoxId, String>> watchers = new CopyOnWriteArrayList<>();
    /// Seats that were here when this node looked last.
    private final Map<String, BoxId> here = new ConcurrentHashMap<>();

    Seats(Registry registry, Nodes nodes) {
        this.registry = registry;
        this.nodes = nodes;
        nodes.notes().on(SUBJECT, note -> {
            int blank = note.indexOf(' ');
            changed(new BoxId(note.substring(blank + 1)), note.substring(0, blank));
        });
    }

    /// @param changed told box and channel when a seat has come here, and when it perhaps has gone; must not
    ///   block for long
    public void watch(BiConsumer<BoxId, String> changed) {
        watchers.add(changed);
    }

    /// The client of a channel is here from now on.
    public void take(BoxId box, String channel) {
        if (nodes.view().live().size() == 1) {
            return;
        }
        var mine = nodes.self().text().getBytes(UTF_8);
        for (int race = 0; race < RACES_MAX; race++) {
            var before = holder(box, channel);
            if (before.equals(Optional.of(nodes.self()))) {
                here.put(channel, box);
                return;
            }
            var seen = before.map(node -> node.text().getBytes(UTF_8)).orElse(null);
            if (registry.replace(key(box, channel), seen, mine)) {
                here.put(channel, box);
                tell(box, channel);
                before.filter(nodes.view().live()::contains)
                        .or(() -> nodes.view().keeperOf(box))
                        .ifPresent(node -> leave(node, box, channel));
                return;
            }
        }
        throw new StoreFailure.Unavailable("too many want channel " + channel);
    }

    /// The channel is no more, and nobody waits at it.
    public void remove(BoxId box, String channel) {
        here.remove(channel);
        var before = holder(box, channel);
        if (before.isPresent()) {
            registry.remove(key(box, channel));
        }
        before.or(() -> nodes.view().keeperOf(box)).ifPresent(node -> leave(node, box, channel));
    }

    /// Nobody waits at this node any more; the seat stays as it is.
    public void forget(String channel) {
        here.remove(channel);
    }

    /// False when the client was last seen at another node, and that one lives.
    public boolean isHere(BoxId box, String channel) {
        return nodes.view().live().size() == 1
                || of(box, channel).filter(node -> !node.equals(nodes.self())).isEmpty();
    }

    /// Has the node where the client waits look at its channel.
    public void call(BoxId box, String channel) {
        of(box, channel).ifPresent(node -> leave(node, box, channel));
    }

    /// @param changed called when nodes have come or gone: clients that wait take their seats again
    public void watchNodes(Runnable changed) {
        nodes.membership().watch(changed);
    }

    /// The node where the client was last; empty when it is dead, or there never was one.
    Optional<NodeName> of(BoxId box, String channel) {
        return holder(box, channel).filter(nodes.view().live()::contains);
    }

    /// Boxes with a seat at this node: followers of theirs belong here, whoever keeps the box.
    Set<BoxId> boxes() {
        return Set.copyOf(here.values());
    }

    private void changed(BoxId box, String channel) {
        if (!isHere(box, channel)) {
            here.remove(channel);
        }
        tell(box, channel);
    }

    private void tell(BoxId box, String channel) {
        watchers.forEach(watcher -> watcher.accept(box, channel));
    }

    private void leave(NodeName node, BoxId box, String channel) {
        if (node.equals(nodes.self()) || !nodes.view().live().contains(node)) {
            return;
        }
        try {
            nodes.notes().leave(node, SUBJECT, channel + " " + box);
        } catch (StoreFailure failure) {
            LOG.warn("node {} learns later of channel {}: {}", node, channel, failure.getMessage());
        }
    }

    private Optional<NodeName> holder(BoxId box, String channel) {
        return registry.get(key(box, channel)).map(value -> new NodeName(new String(value, UTF_8)));
    }

    private static String key(BoxId box, String channel) {
        return PREFIX + Steps.of(box) + "/" + channel;
    }
}
