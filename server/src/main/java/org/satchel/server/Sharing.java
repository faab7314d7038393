// SPDX-License-Identifier: Apache-2.0
package org.satchel.server;

import java.io.IOException;
import java.time.InstantSource;
import org.satchel.model.MessageStore;
import org.satchel.model.share.Shares;
import org.satchel.server.config.ServerConfig;
import org.satchel.server.sharing.Notices;
import org.satchel.server.sharing.Overrides;
import org.satchel.server.sharing.WakingStore;
import org.satchel.server.storage.Storage;

/// What a node has for folders that owners share: the rights, the operator's door to them, and, when they are switched
/// on, the notices.
final class Sharing implements AutoCloseable {
    private final MessageStore store;
    private final Shares shares;
    private final Notices notices;
    private final Overrides overrides;
    private final boolean tells;

    /// @param below the store that the faces would use without this
    Sharing(ServerConfig.Box config, Storage storage, MessageStore below, InstantSource clock) {
        var own = shares(config, below, clock);
        tells = config.sharing() && config.sharingNotices();
        notices = new Notices(below, own, clock);
        store = tells ? new WakingStore(below, notices::wake) : below;
        shares = tells ? shares(config, store, clock) : own;
        overrides = new Overrides(store, storage.accounts(), shares, clock);
        if (tells) {
            notices.begin();
        }
    }

    private static Shares shares(ServerConfig.Box config, MessageStore store, InstantSource clock) {
        return config.sharing() ? new Shares(store, clock) : Shares.off(store, clock);
    }

    /// Answers the operator when no server has the store open.
    static String withoutServer(ServerConfig config, String request) throws IOException {
        var clock = InstantSource.system();
        try (var storage = Storage.openBriefly(config, clock)) {
            var store = storage.store();
            return new Overrides(store, storage.accounts(), shares(config.box(), store, clock), clock).answer(request);
        }
    }

    /// What the faces use.
    MessageStore store() {
        return store;
    }

    Shares shares() {
        return shares;
    }

    Overrides overrides() {
        return overrides;
    }

    void start() {
        if (tells) {
            notices.start();
        }
    }

    @Override
    public void close() {
        notices.close();
    }
}
