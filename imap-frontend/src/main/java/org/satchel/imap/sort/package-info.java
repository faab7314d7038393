// SPDX-License-Identifier: Apache-2.0
/// The order of objects that a client asks for: what is compared, and in which alphabet.
///
/// Knows the model and nothing of the line. Keeps compact keys and never a summary, so that a large folder is sorted
/// within a bound that is named.
@NullMarked
package org.satchel.imap.sort;

import org.jspecify.annotations.NullMarked;
