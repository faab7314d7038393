// SPDX-License-Identifier: Apache-2.0
/// Which objects belong together: threads by references, by conversation and by subject.
///
/// Pure: it is given what there is to know about each object, and gives a forest. Nothing here calls itself, however
/// deep a thread is, and no thread ever loops, whatever the references say.
@NullMarked
package org.satchel.imap.thread;

import org.jspecify.annotations.NullMarked;
