// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.satchel.push.outside.Reach;

/// What the operator says of lists that are posted to URLs.
///
/// @param reach where they may be posted
/// @param keys null = they are not signed
public record Callbacks(Reach reach, @Nullable WebhookKeys keys) {
    public static final Callbacks NONE = new Callbacks(Reach.NOWHERE, null);

    /// Unsigned, to these places and nowhere else.
    public static Callbacks to(Set<String> places) {
        return new Callbacks(Reach.listed(places), null);
    }
}
