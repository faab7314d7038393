// SPDX-License-Identifier: Apache-2.0
/// A device that keeps a copy of its owner's conversations, written from the rules of the clients that are known
/// (CPM-MSG §11, §13), with all their impatience: [Line] reads as they read, [Handset] synchronises as they do.
///
/// What breaks them breaks the tests.
@NullMarked
package org.satchel.imap.handset;

import org.jspecify.annotations.NullMarked;
