// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.storage;

import java.time.InstantSource;
import org.satchel.model.FolderPath;
import org.satchel.model.Quota;
import org.satchel.model.state.BoxLimits;
import org.satchel.model.state.BoxSettings;
import org.satchel.server.config.ServerConfig;

/// What the configuration says of boxes, whatever engine keeps them.
final class NewBoxes {
    private NewBoxes() {}

    static BoxSettings settings(ServerConfig.Box box, InstantSource clock) {
        return new BoxSettings(
                box.systemFolders().stream().map(FolderPath::new).toList(),
                new Quota(orUnlimited(box.quotaBytes()), orUnlimited(box.quotaObjects())),
                BoxLimits.STANDARD,
                clock);
    }

    private static long orUnlimited(long limit) {
        return limit == 0 ? Long.MAX_VALUE : limit;
    }
}
