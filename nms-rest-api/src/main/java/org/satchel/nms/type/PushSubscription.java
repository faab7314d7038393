// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.type;

import org.jspecify.annotations.Nullable;

/// A receiver of WebPush as a browser writes it: `JSON.stringify` of its `PushSubscription`.
// Push API §8 (toJSON)
public record PushSubscription(
        @Nullable String endpoint, @Nullable Keys keys) {
    /// Base64 for URLs.
    ///
    /// @param auth its secret
    public record Keys(@Nullable String p256dh, @Nullable String auth) {
        /// Who knows these can write to the receiver.
        @Override
        public String toString() {
            return "Keys[]";
        }
    }
}
