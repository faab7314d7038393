// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.type;

import org.jspecify.annotations.Nullable;

/// The last component of a folder's path. NMS §3.2
public record FolderName(@Nullable String name) {}
