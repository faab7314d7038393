// SPDX-License-Identifier: Apache-2.0
/// The REST interface as a whole: wiring, start and stop.
///
/// Owns the listening socket and nothing else; boxes, accounts and configuration are handed in. Resources live in one
/// package per noun below.
/// What never happens: an answer that depends on the `Host` field, a refusal without a JSON body, a payload held
/// whole.
@NullMarked
package org.satchel.nms;

import org.jspecify.annotations.NullMarked;
