// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.memory;

import org.satchel.model.MessageStore;
import org.satchel.model.contract.MessageStoreContract;
import org.satchel.model.state.BoxSettings;

/// The engine in memory keeps the contract.
final class MemoryStoreTest implements MessageStoreContract {
    @Override
    public MessageStore create(BoxSettings settings) {
        return new MemoryStore(settings);
    }
}
