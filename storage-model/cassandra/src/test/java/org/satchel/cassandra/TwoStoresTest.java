// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import org.satchel.model.MessageStore;
import org.satchel.model.contract.OneCallerContract;
import org.satchel.model.contract.Stage;
import org.satchel.model.state.BoxSettings;

/// The contract holds when every call goes to another process than the one before.
final class TwoStoresTest implements OneCallerContract {
    private final MapBlobs blobs = new MapBlobs();

    @Override
    public MessageStore create(BoxSettings settings) {
        TestCluster.empty();
        return both(settings);
    }

    @Override
    public MessageStore reopen(MessageStore store, BoxSettings settings) {
        store.close();
        return both(settings);
    }

    /// Not told across processes, where the inner write is one of many that come first.
    @Override
    public void a_write_within_a_write_is_a_mistake(Stage stage) {}

    private MessageStore both(BoxSettings settings) {
        return new TwoStores(one(settings), one(settings));
    }

    private CassandraStore one(BoxSettings settings) {
        return CassandraStore.over(
                TestCluster.database(), () -> {}, TestCluster.settings().withBoxes(settings), blobs);
    }
}
