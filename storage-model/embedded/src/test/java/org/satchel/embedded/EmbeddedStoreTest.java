// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.satchel.model.MessageStore;
import org.satchel.model.contract.MessageStoreContract;
import org.satchel.model.state.BoxSettings;

/// The engine on disk keeps the contract, with a budget for warm boxes so small that listings are given up
/// all the time.
final class EmbeddedStoreTest implements MessageStoreContract {
    @TempDir
    private Path folder;

    private final Map<MessageStore, Path> folders = new HashMap<>();

    @Override
    public MessageStore create(BoxSettings settings) {
        return open(folder.resolve("store-" + folders.size()), settings);
    }

    @Override
    public MessageStore reopen(MessageStore store, BoxSettings settings) {
        store.close();
        return open(folders.get(store), settings);
    }

    private MessageStore open(Path path, BoxSettings settings) {
        var store = Stores.open(path, Stores.FORGETFUL.withBoxes(settings));
        folders.put(store, path);
        return store;
    }
}
