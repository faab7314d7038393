// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.thread;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who follows whom, as the references say, without loops; in the end the trees of what is really there.
// RFC 5256 §3 (REFERENCES), steps 1 to 3
final class Links {
    /// Steps that looking for loops may take for each object; beyond, what cannot be told to be none is taken for one.
    private static final int STEPS_PER_OBJECT = 64;

    private final Map<String, Node> byId = new HashMap<>();
    private final List<Node> objects = new ArrayList<>();
    private long steps;

    void add(Threaded object) {
        steps += STEPS_PER_OBJECT;
        var node = object.id() == null ? new Node() : named(object.id());
        if (!node.isEmpty()) {
            // an id that another one has already is none
            node = new Node();
        }
        node.object = object;
        objects.add(node);
        Node before = null;
        for (var id : object.references()) {
            var next = named(id);
            if (before != null && next.parent == null && !leads(before, next)) {
                attach(next, before);
            }
            before = next;
        }
        if (node.parent != before) {
            // what the object says itself is worth more than what others say of it
            node.parent = null;
            if (before != null && !leads(before, node)) {
                attach(node, before);
            }
        }
    }

    /// The trees, each object in one of them. Only a root may be empty, and then it has several children.
    List<Node> trees() {
        Map<Node, Node> roots = new LinkedHashMap<>();
        for (var node : objects) {
            var above = above(node);
            if (above == null) {
                roots.put(node, node);
            } else {
                above.children.add(node);
                if (above.isEmpty()) {
                    roots.put(above, above);
                }
            }
        }
        var trees = new ArrayList<Node>(roots.size());
        for (var root : roots.keySet()) {
            boolean lonely = root.isEmpty() && root.children.size() == 1;
            var tree = lonely ? root.children.getFirst() : root;
            tree.parent = null;
            tree.children.forEach(child -> child.parent = tree);
            trees.add(tree);
        }
        return trees;
    }

    List<Node> objects() {
        return objects;
    }

    private Node named(String id) {
        return byId.computeIfAbsent(id, _ -> new Node());
    }

    private static void attach(Node child, Node parent) {
        child.parent = parent;
        child.standsFor().group = parent.standsFor();
    }

    /// Whether `node` is `from` or above it.
    private boolean leads(Node from, Node node) {
        if (from.standsFor() != node.standsFor()) {
            return false;
        }
        for (Node at = from; at != null; at = at.parent) {
            if (at == node || --steps < 0) {
                return true;
            }
        }
        return false;
    }

    /// The nearest object above, or the empty root when there is none; null for a root. Empty places on the way are
    /// passed over once and for all.
    private static @Nullable Node above(Node node) {
        var above = node.parent;
        while (above != null && above.isEmpty() && above.parent != null) {
            above = above.parent;
        }
        for (Node at = node; at.parent != null && at.parent != above; ) {
            var next = at.parent;
            at.parent = above;
            at = next;
        }
        return above;
    }
}
