// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.settings;

import java.util.Optional;
import org.satchel.model.BoxId;

/// Finds the box that belongs to any address of an account.
@FunctionalInterface
public interface BoxNames {
    /// @param address the decoded URL segment, for example `tel:+15550100001` or `sip:ann@example.net`
    /// @return empty when no account has it
    Optional<BoxId> resolve(String address);
}
