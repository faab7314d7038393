// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.satchel.model.BoxId;
import org.satchel.model.StoreFailure;
import org.satchel.model.check.Fault;
import org.satchel.model.check.Finding;
import org.satchel.model.check.StoreCheck;

/// Looks at all tables and blobs of a store. The identities of all boxes are in memory meanwhile.
record TableCheck(CassandraStore store, NameTables names) implements StoreCheck {
    private static final int PAGE_BOXES = 500;

    @Override
    public long run(Depth depth, Consumer<Finding> found) {
        var boxes = new HashMap<UUID, BoxId>();
        names.forEach((id, uuid) -> {
            boxes.put(uuid, id);
            if (!names.isListed(id)) {
                if (depth.mend()) {
                    names.list(NameTables.BOXES, id.text());
                }
                found.accept(new Finding(Fault.NAME, id.text(), "is not listed", depth.mend()));
            }
        });
        checkListed(depth, found);
        checkHeads(boxes, depth, found);
        boxes.forEach((uuid, id) -> checkBox(id, uuid, depth, found));
        return boxes.size();
    }

    private void checkListed(Depth depth, Consumer<Finding> found) {
        var page = store.boxes(null, PAGE_BOXES);
        while (!page.isEmpty()) {
            for (var id : page) {
                if (names.find(id).isEmpty()) {
                    if (depth.mend()) {
                        names.unlist(id);
                    }
                    found.accept(new Finding(Fault.NAME, id.text(), "is listed and leads nowhere", depth.mend()));
                }
            }
            page = store.boxes(page.getLast(), PAGE_BOXES);
        }
    }

    /// Boxes that no name leads to. One that is being made has none yet, either: it is looked at again.
    private void checkHeads(Map<UUID, BoxId> boxes, Depth depth, Consumer<Finding> found) {
        store.engine().heads().forEach(uuid -> {
            if (boxes.containsKey(uuid) || store.engine().heads().read(uuid).isEmpty() || names.leadsTo(uuid)) {
                return;
            }
            if (depth.mend()) {
                store.eraseUnnamed(uuid);
            }
            found.accept(new Finding(Fault.NAME, "number " + uuid, "rows", depth.mend()));
        });
    }

    private void checkBox(BoxId id, UUID uuid, Depth depth, Consumer<Finding> found) {
        if (store.engine().heads().readSerially(uuid).isEmpty()) {
            if (names.find(id).filter(uuid::equals).isPresent()) {
                found.accept(new Finding(Fault.UNREADABLE, id.text(), "head", false));
            }
            return;
        }
        try {
            if (store.find(id).orElse(null) instanceof CassandraBox box
                    && box.uuid().equals(uuid)) {
                new BoxTableCheck(box, store.engine(), depth, found).run();
            }
        } catch (StoreFailure.NotFound erased) {
            return;
        } catch (RuntimeException damaged) {
            if (damaged instanceof StoreFailure.Unavailable away && away.getCause() != null) {
                throw away; // Cassandra does not answer: nothing is known
            }
            var reason = damaged.getMessage() == null ? damaged.getClass().getSimpleName() : damaged.getMessage();
            found.accept(new Finding(Fault.UNREADABLE, id.text(), reason, false));
        }
    }
}
