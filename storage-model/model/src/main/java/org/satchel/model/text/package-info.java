// SPDX-License-Identifier: Apache-2.0
/// How text is written in messages: header blocks, encoded words, dates, charsets, transfer encodings, folding of case.
///
/// Knows bytes and strings only, nothing of boxes or objects. Reads strangers' bytes: lenient, bounded, never throws on
/// them.
@NullMarked
package org.satchel.model.text;

import org.jspecify.annotations.NullMarked;
