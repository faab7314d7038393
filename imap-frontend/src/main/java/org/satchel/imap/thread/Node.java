// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.thread;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.satchel.imap.sort.PlainSubject;

/// A place in a thread; without an object it holds those together that answer something that is not there.
final class Node {
    /// By time, and by number where that is the same.
    static final Comparator<Node> ORDER =
            Comparator.comparingLong(Node::sentMillis).thenComparingLong(Node::number);

    final List<Node> children = new ArrayList<>(0);

    @Nullable
    Threaded object;

    /// What references say, or what is left of it.
    @Nullable
    Node parent;

    /// Somebody of the same tree, nearer to who stands for it.
    Node group = this;

    boolean converses;
    boolean gathered;

    boolean isEmpty() {
        return object == null;
    }

    /// Of an empty place, that of its first child.
    long sentMillis() {
        var first = first();
        return first == null ? Long.MAX_VALUE : first.sentMillis();
    }

    long number() {
        var first = first();
        return first == null ? Long.MAX_VALUE : first.number();
    }

    PlainSubject subject() {
        var first = first();
        return first == null ? PlainSubject.of(null) : first.subject();
    }

    /// Who stands for the tree of this one.
    Node standsFor() {
        var node = this;
        while (node.group != node) {
            node.group = node.group.group;
            node = node.group;
        }
        return node;
    }

    /// Children of an empty place have objects, so this does not go deep.
    private @Nullable Threaded first() {
        if (object != null) {
            return object;
        }
        Threaded first = null;
        for (var child : children) {
            var other = child.object;
            if (other != null
                    && (first == null
                            || other.sentMillis() < first.sentMillis()
                            || (other.sentMillis() == first.sentMillis() && other.number() < first.number()))) {
                first = other;
            }
        }
        return first;
    }
}
