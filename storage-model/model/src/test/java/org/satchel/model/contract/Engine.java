// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.contract;

import org.satchel.model.MessageStore;
import org.satchel.model.state.BoxSettings;

/// The engine under test.
public interface Engine {
    /// An empty store of its own.
    MessageStore create(BoxSettings settings);

    /// Closes the store and opens what it left behind. An engine that leaves nothing gives back the store itself.
    default MessageStore reopen(MessageStore store, BoxSettings settings) {
        return store;
    }
}
