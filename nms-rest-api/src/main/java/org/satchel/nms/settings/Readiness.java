// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.settings;

import java.util.Optional;

/// Whether the whole server can serve: what `/health/ready` answers.
@FunctionalInterface
public interface Readiness {
    /// Why not; empty when all is well.
    Optional<String> obstacle();
}
