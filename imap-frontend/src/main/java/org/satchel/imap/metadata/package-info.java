// SPDX-License-Identifier: Apache-2.0
/// Metadata of folders and of the account, apart from how a line of IMAP spells it: which names there can be, what a
/// request with a depth and a size asks for, and the entries that say what a folder is to CPM.
///
/// What clients set is kept by the model. What this package tells by itself is made from the folder at each question
/// and is never stored, so it cannot be out of date; clients cannot set it.
@NullMarked
package org.satchel.imap.metadata;

import org.jspecify.annotations.NullMarked;
