// SPDX-License-Identifier: Apache-2.0
/// The tree of folders and what is known of each: LIST, LSUB, NAMESPACE, STATUS, CREATE, DELETE, RENAME,
/// SUBSCRIBE, GETMETADATA, SETMETADATA.
///
/// Each change is one write, refused in the store's words. A folder that the client may not look up is as if it
/// were not there.
@NullMarked
package org.satchel.imap.james.folders;

import org.jspecify.annotations.NullMarked;
