// SPDX-License-Identifier: Apache-2.0
/// How a box moves from one engine to another as it is: the same ids, uids, mod-sequences and history, so that a client
/// that knows it goes on as if nothing had happened.
///
/// - An [org.satchel.model.transfer.BoxImage] is a box at one commit; it may be read while the box goes on.
/// - A [org.satchel.model.transfer.BoxReceiver] takes an image in under an identity that nobody sees, and makes it the
///   box of its name with its last write. What is half received is never seen.
/// - Later commits are taken over one by one, exactly as they are; nothing is numbered anew.
@NullMarked
package org.satchel.model.transfer;

import org.jspecify.annotations.NullMarked;
