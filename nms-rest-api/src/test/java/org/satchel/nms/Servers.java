// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.satchel.model.MessageStore;
import org.satchel.nms.settings.BoxNames;
import org.satchel.nms.settings.Login;
import org.satchel.nms.settings.NmsSettings;

/// Makes servers with whatever they need besides a store.
final class Servers {
    private Servers() {}

    static NmsServer over(NmsSettings settings, MessageStore store, Login login, BoxNames names, InstantSource clock) {
        return new NmsServer(settings, store, (view, search) -> List.of(), login, names, Optional::empty, clock);
    }
}
