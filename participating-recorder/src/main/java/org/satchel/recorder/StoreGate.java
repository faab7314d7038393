// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder;

import java.util.function.Supplier;
import org.satchel.model.BoxId;
import org.satchel.model.MessageStore;
import org.satchel.model.StoreFailure;

/// Remembers that the store could not serve, so that no message is handed on whose record could not be kept.
///
/// Open as long as nothing failed. After a failure it opens again when a small durable write succeeds.
final class StoreGate {
    private static final String PROBE = "recorder/probe";

    private final MessageStore store;
    private volatile boolean failed;

    StoreGate(MessageStore store) {
        this.store = store;
    }

    /// @param box is to be written soon
    /// @throws StoreFailure when that cannot succeed as things stand
    void check(BoxId box) {
        store.open(box).view();
        if (failed) {
            store.registry().put(PROBE, new byte[] {1});
            failed = false;
        }
    }

    /// Does `work` and remembers how it went.
    <R> R watch(Supplier<R> work) {
        try {
            return work.get();
        } catch (StoreFailure.Unavailable e) {
            failed = true;
            throw e;
        }
    }
}
