// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.type;

import org.jspecify.annotations.Nullable;

/// Whether the server lives, or serves. Ours, not OMA's.
///
/// @param status `live`, `ready` or `not ready`
/// @param obstacle why it does not serve; null = it does
public record Health(String status, @Nullable String obstacle) {}
