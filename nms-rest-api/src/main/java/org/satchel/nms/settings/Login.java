// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.settings;

import java.util.Optional;

/// Who decides whether credentials are good. Called once per request, on a thread that may block.
@FunctionalInterface
public interface Login {
    /// @return empty when the credentials are wrong or expired
    Optional<Caller> check(Credentials credentials);
}
