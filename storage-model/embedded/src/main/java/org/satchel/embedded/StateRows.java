// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import java.util.ArrayList;
import java.util.List;
import org.satchel.model.Annotation;
import org.satchel.model.BoxId;
import org.satchel.model.Folder;
import org.satchel.model.FolderPath;
import org.satchel.model.Grant;
import org.satchel.model.Quota;
import org.satchel.model.codec.FolderCodec;
import org.satchel.model.state.BoxState;
import org.satchel.model.state.Counters;

/// Reads back the few rows of a box that make its state. Costs by the number of its folders, whatever they
/// hold.
final class StateRows {
    private static final int PAGE_ROWS = 512;

    private final Keys keys;
    private final List<Folder> folders = new ArrayList<>();
    private final List<FolderPath> subscriptions = new ArrayList<>();
    private final List<Annotation> annotations = new ArrayList<>();
    private final List<Grant> grants = new ArrayList<>();
    private Counters counters = Counters.FIRST;
    private Quota quota = Quota.UNLIMITED;

    private StateRows(Keys keys) {
        this.keys = keys;
    }

    static BoxState restore(BoxId id, Keys keys, Rows rows) {
        var state = new StateRows(keys);
        state.read(rows);
        return BoxState.restored(
                id,
                state.counters,
                new BoxState.Facts(state.folders, state.subscriptions, state.annotations, state.grants, state.quota));
    }

    /// The tables of the state lie side by side, before those of the objects.
    private void read(Rows rows) {
        var next = keys.row(Table.HEAD);
        var to = keys.row(Table.ENTRY);
        for (var page = rows.page(Family.ROWS, next, to, PAGE_ROWS);
                !page.isEmpty();
                page = rows.page(Family.ROWS, next, to, PAGE_ROWS)) {
            page.forEach(this::take);
            next = Keys.successor(page.getLast().key());
        }
    }

    private void take(Row row) {
        switch (Keys.table(row.key())) {
            case HEAD -> counters = Numbers.counters(row.value());
            case QUOTA -> quota = Numbers.quota(row.value());
            case FOLDER -> folders.add(FolderCodec.decode(row.value()));
            case SUBSCRIPTION -> subscriptions.add(new FolderPath(Keys.name(row.key())));
            case ANNOTATION -> annotations.add(FactRows.annotation(row.value()));
            case GRANT -> grants.add(FactRows.grant(row.value()));
            case STORE, BOX, REGISTRY, ENTRY, DETAIL, PLACE, KEY, REFERENCE, FILE_OF, FILE_USE ->
                throw new IllegalStateException("a row of another table lies among those of a state");
        }
    }
}
