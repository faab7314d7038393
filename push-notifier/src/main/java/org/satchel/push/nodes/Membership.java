// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.nodes;

import java.util.Set;

/// Which nodes share the store now. Safe for any number of threads; never asks the store.
public interface Membership {
    /// This node's name.
    NodeName self();

    /// The nodes that live, this one among them unless it may have been taken for dead.
    View view();

    /// False when this node has not been able to say that it lives for so long that others may have taken its
    /// work. True is no proof of the contrary: a process can be stopped between the question and what it does
    /// next.
    boolean isCurrent();

    /// @param changed called after each change of the view, by a thread that must not be held up
    void watch(Runnable changed);

    /// The only process of its store, for ever: a store that is locked by its process has no other.
    static Membership alone(NodeName self) {
        var view = new View(1, Set.of(self));
        return new Membership() {
            @Override
            public NodeName self() {
                return self;
            }

            @Override
            public View view() {
                return view;
            }

            @Override
            public boolean isCurrent() {
                return true;
            }

            @Override
            public void watch(Runnable changed) {}
        };
    }
}
