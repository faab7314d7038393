// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.memory;

import org.satchel.model.MessageStore;
import org.satchel.model.contract.MessageStoreContract;
import org.satchel.model.state.BoxSettings;

/// A state keeps the contract when its listings are cold and its rows lag behind, as they do in a durable engine.
final class ColdStoreTest implements MessageStoreContract {
    @Override
    public MessageStore create(BoxSettings settings) {
        return new ColdStore(settings);
    }

    @Override
    public MessageStore reopen(MessageStore store, BoxSettings settings) {
        return ((ColdStore) store).reopened();
    }
}
