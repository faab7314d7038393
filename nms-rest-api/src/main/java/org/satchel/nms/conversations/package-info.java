// SPDX-License-Identifier: Apache-2.0
/// A box as a list of chats. Ours, not OMA's: NMS knows objects and folders, and a client would need one search for
/// each.
///
/// Owns no state: a conversation is a folder that CPM keeps conversations in, with its sessions, and what is shown of
/// it are
/// figures that the folder has anyway, and one message.
@NullMarked
package org.satchel.nms.conversations;

import org.jspecify.annotations.NullMarked;
