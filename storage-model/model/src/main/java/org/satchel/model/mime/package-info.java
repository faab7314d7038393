// SPDX-License-Identifier: Apache-2.0
/// The one pass over the bytes of a future object: MIME tree with offsets, CPIM, CPM kind, attributes, preview.
///
/// Reads strangers' bytes: never throws on them, never holds more than its named limits, never recurses deeper than
/// they allow.
@NullMarked
package org.satchel.model.mime;

import org.jspecify.annotations.NullMarked;
