// SPDX-License-Identifier: Apache-2.0
/// Folders as resources: tree, content, names, copying and moving.
///
/// Above all folders stands a root that is none: it has an id and a path for clients, and neither objects nor a name.
@NullMarked
package org.satchel.nms.folders;

import org.jspecify.annotations.NullMarked;
