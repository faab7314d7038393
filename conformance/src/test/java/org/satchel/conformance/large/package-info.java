// SPDX-License-Identifier: Apache-2.0
/// Objects as large as the server takes, in and out, while it has less memory than one of them needs.
///
/// Contents are computed, never held: who checks them needs no memory either.
@NullMarked
package org.satchel.conformance.large;

import org.jspecify.annotations.NullMarked;
