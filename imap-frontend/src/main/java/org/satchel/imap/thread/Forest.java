// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.thread;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The threads of some objects: by references, then by conversation, then by subject.
///
/// Objects of one Conversation-ID are in one thread, references or not: the trees they are in are hung below the
/// earliest of them. A thread that has a conversation is not gathered with others of the same subject.
// RFC 5256 §3 (REFERENCES)
public final class Forest {
    /// Depth of parentheses in the text; what is deeper is told one behind the other.
    public static final int DEPTH_MAX = 100;

    private final List<Node> roots;

    private Forest(List<Node> roots) {
        this.roots = roots;
    }

    public static Forest of(List<Threaded> objects) {
        var links = new Links();
        objects.forEach(links::add);
        var trees = links.trees();
        var roots = bySubject(byConversation(trees, links.objects()));
        for (var root : roots) {
            root.children.sort(Node.ORDER);
        }
        links.objects().forEach(node -> node.children.sort(Node.ORDER));
        roots.sort(Node.ORDER);
        return new Forest(roots);
    }

    /// As THREAD has it: `(2)(3 6 (4 23)(44 7 96))`.
    // RFC 5256 §4
    public String text() {
        var text = new StringBuilder();
        for (var root : roots) {
            write(root, text);
        }
        return text.toString();
    }

    private static List<Node> byConversation(List<Node> trees, List<Node> objects) {
        for (var tree : trees) {
            tree.group = tree;
        }
        for (var node : objects) {
            var parent = node.parent;
            if (parent != null) {
                // step by step towards the root, which stands for its tree from now on
                node.group = parent;
            }
        }
        Map<String, Node> first = new HashMap<>();
        for (var node : objects) {
            var conversation = node.object == null ? null : node.object.conversation();
            if (conversation != null) {
                var root = node.standsFor();
                root.converses = true;
                var other = first.putIfAbsent(conversation, root);
                if (other != null && other.standsFor() != root) {
                    root.group = other.standsFor();
                }
            }
        }
        Map<Node, List<Node>> together = new LinkedHashMap<>();
        trees.forEach(tree -> together.computeIfAbsent(tree.standsFor(), _ -> new ArrayList<>(1))
                .add(tree));
        var roots = new ArrayList<Node>(together.size());
        for (var some : together.values()) {
            some.sort(Node.ORDER);
            var head = some.getFirst();
            for (var other : some.subList(1, some.size())) {
                adopt(head, other);
            }
            roots.add(head);
        }
        return roots;
    }

    // RFC 5256 §3 (REFERENCES), step 5
    private static List<Node> bySubject(List<Node> roots) {
        roots.sort(Node.ORDER);
        Map<String, Node> subjects = new HashMap<>();
        for (var root : roots) {
            if (isGathered(root)) {
                subjects.merge(root.subject().text(), root, Forest::better);
            }
        }
        var gathered = new ArrayList<Node>(roots.size());
        for (var root : roots) {
            var other = isGathered(root) ? subjects.get(root.subject().text()) : root;
            if (root.gathered || other == null || other == root) {
                continue;
            }
            root.gathered = true;
            boolean below = other.isEmpty()
                    || root.isEmpty()
                    || (root.subject().isReply() && !other.subject().isReply());
            if (below) {
                adopt(other, root);
            } else {
                // neither answers the other
                var both = new Node();
                other.gathered = true;
                both.children.add(other);
                both.children.add(root);
                subjects.put(root.subject().text(), both);
                gathered.add(both);
            }
        }
        roots.stream().filter(root -> !root.gathered).forEach(gathered::add);
        return gathered;
    }

    private static boolean isGathered(Node root) {
        return !root.converses && !root.subject().text().isEmpty();
    }

    /// An empty place gathers best, and what answers nothing better than what does.
    private static Node better(Node one, Node other) {
        boolean emptier = other.isEmpty() && !one.isEmpty();
        boolean earlier = one.subject().isReply() && !other.subject().isReply();
        return emptier || (earlier && one.isEmpty() == other.isEmpty()) ? other : one;
    }

    private static void adopt(Node head, Node other) {
        if (other.isEmpty()) {
            head.children.addAll(other.children);
        } else {
            head.children.add(other);
        }
    }

    private static void write(Node root, StringBuilder text) {
        Deque<Iterator<Node>> open = new ArrayDeque<>();
        open.push(List.of(root).iterator());
        while (!open.isEmpty()) {
            if (!open.peek().hasNext()) {
                open.pop();
                if (!open.isEmpty()) {
                    text.append(')');
                }
                continue;
            }
            text.append('(');
            var last = chain(open.peek().next(), text);
            if (last.children.isEmpty()) {
                text.append(')');
            } else if (open.size() >= DEPTH_MAX) {
                flat(last, text);
                text.append(')');
            } else {
                text.append(last.isEmpty() ? "" : " ");
                open.push(last.children.iterator());
            }
        }
    }

    /// Writes this one and those that follow it without another beside them.
    ///
    /// @return the last of them
    private static Node chain(Node first, StringBuilder text) {
        var node = first;
        while (true) {
            if (!node.isEmpty()) {
                text.append(node == first ? "" : " ").append(node.number());
            }
            if (node.children.size() != 1) {
                return node;
            }
            node = node.children.getFirst();
        }
    }

    private static void flat(Node above, StringBuilder text) {
        Deque<Node> left = new ArrayDeque<>(above.children);
        while (!left.isEmpty()) {
            var node = left.pop();
            text.append(' ').append(node.number());
            for (var child : node.children.reversed()) {
                left.push(child);
            }
        }
    }
}
