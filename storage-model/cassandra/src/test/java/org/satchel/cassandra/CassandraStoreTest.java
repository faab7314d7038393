// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import org.satchel.model.MessageStore;
import org.satchel.model.contract.MessageStoreContract;
import org.satchel.model.state.BoxSettings;

/// The engine on one Cassandra node keeps the contract.
final class CassandraStoreTest implements MessageStoreContract {
    private final MapBlobs blobs = new MapBlobs();

    @Override
    public MessageStore create(BoxSettings settings) {
        TestCluster.empty();
        return reopened(settings);
    }

    @Override
    public MessageStore reopen(MessageStore store, BoxSettings settings) {
        store.close();
        return reopened(settings);
    }

    private MessageStore reopened(BoxSettings settings) {
        return CassandraStore.over(
                TestCluster.database(), () -> {}, TestCluster.settings().withBoxes(settings), blobs);
    }
}
