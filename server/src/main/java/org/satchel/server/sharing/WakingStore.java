// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.sharing;

import java.util.function.Consumer;
import org.satchel.model.Actor;
import org.satchel.model.BoxId;
import org.satchel.model.BoxTransaction;
import org.satchel.model.Change;
import org.satchel.model.Commit;
import org.satchel.model.ForwardingBox;
import org.satchel.model.ForwardingStore;
import org.satchel.model.MessageBox;
import org.satchel.model.MessageStore;
import org.satchel.model.PendingCommit;

/// A store that says of which boxes the grants have changed, by whatever door.
public final class WakingStore extends ForwardingStore {
    private final Consumer<BoxId> changed;

    /// @param changed called when the change is durable; must not wait
    public WakingStore(MessageStore store, Consumer<BoxId> changed) {
        super(store);
        this.changed = changed;
    }

    @Override
    protected MessageBox shown(MessageBox box) {
        return new Box(box, changed);
    }

    private static final class Box extends ForwardingBox {
        private final Consumer<BoxId> changed;

        Box(MessageBox box, Consumer<BoxId> changed) {
            super(box);
            this.changed = changed;
        }

        @Override
        public Commit write(Actor actor, Consumer<BoxTransaction> work) {
            return told(box.write(actor, work));
        }

        @Override
        public PendingCommit begin(Actor actor, Consumer<BoxTransaction> work) {
            var pending = box.begin(actor, work);
            return () -> told(pending.await());
        }

        private Commit told(Commit commit) {
            if (commit.changes().stream()
                    .anyMatch(change -> change instanceof Change.GrantSet || change instanceof Change.FolderRemoved)) {
                changed.accept(box.id());
            }
            return commit;
        }
    }
}
