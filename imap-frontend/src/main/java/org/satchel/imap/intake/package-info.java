// SPDX-License-Identifier: Apache-2.0
/// What a device brings is made fit for those who read it: line ends are CRLF ([CanonicalLines]), a CPM object that
/// lacks a field which clients cannot do without gets it ([Repair]).
///
/// Bytes stream through; what is fit already passes as it is, and is returned byte for byte.
@NullMarked
package org.satchel.imap.intake;

import org.jspecify.annotations.NullMarked;
