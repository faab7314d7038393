// SPDX-License-Identifier: Apache-2.0
/// What an object and its parts are to IMAP, apart from how it is asked for: the ids that clients keep, and parts with
/// their transfer encoding undone.
///
/// Ids are made from what the model never changes, so they outlive renames, moves and restarts; nothing is stored for
/// them. Parts are found by the stored structure and decoded while they are written: nothing here parses MIME or holds
/// a part.
@NullMarked
package org.satchel.imap.objects;

import org.jspecify.annotations.NullMarked;
