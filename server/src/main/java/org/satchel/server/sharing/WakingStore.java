// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.sharing;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Actor;
import org.satchel.model.BoxId;
import org.satchel.model.BoxTransaction;
import org.satchel.model.BoxView;
import org.satchel.model.Change;
import org.satchel.model.ChangeLog;
import org.satchel.model.Commit;
import org.satchel.model.Draft;
import org.satchel.model.MessageBox;
import org.satchel.model.MessageStore;
import org.satchel.model.PendingCommit;
import org.satchel.model.Registry;

/// A store that says of which boxes the grants have changed, by whatever door.
///
/// @param changed called when the change is durable; must not wait
public record WakingStore(MessageStore store, Consumer<BoxId> changed) implements MessageStore {
    @Override
    public Optional<MessageBox> find(BoxId box) {
        return store.find(box).map(found -> new Box(found, changed));
    }

    @Override
    public MessageBox create(BoxId box) {
        return new Box(store.create(box), changed);
    }

    @Override
    public void erase(BoxId box) {
        store.erase(box);
    }

    @Override
    public List<BoxId> boxes(@Nullable BoxId after, int limit) {
        return store.boxes(after, limit);
    }

    @Override
    public Registry registry() {
        return store.registry();
    }

    @Override
    public void close() {
        store.close();
    }

    private record Box(MessageBox box, Consumer<BoxId> changed) implements MessageBox {
        @Override
        public BoxId id() {
            return box.id();
        }

        @Override
        public BoxView view() {
            return box.view();
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

        @Override
        public ChangeLog changes() {
            return box.changes();
        }

        @Override
        public Draft draft(InputStream content, long bytesMax) throws IOException {
            return box.draft(content, bytesMax);
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
