// SPDX-License-Identifier: Apache-2.0
/// How things are spelt, both ways: names of folders, flags, sets of numbers, strings, dates, the codes of
/// refusals; and what a listener offers ([Profile]) in which [Dialect].
///
/// Everything here is a value, or a function of what it is given. Nothing knows a client, reads a box or waits.
@NullMarked
package org.satchel.imap.james.grammar;

import org.jspecify.annotations.NullMarked;
