// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import org.satchel.model.StoreFailure;

/// The end of a box: no write lands after it, then its rows and blobs go.
final class Erasure {
    private Erasure() {}

    static void of(CassandraBox box, Engine engine) {
        var last = box.isEnded() ? null : box.present();
        engine.heads().erase(box.uuid());
        box.end(new StoreFailure.NotFound("box " + box.id()));
        engine.warm().forget(box);
        if (last != null) {
            engine.contents().erase(box.uuid(), last.state().counters().nextObject());
        }
    }
}
