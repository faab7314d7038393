// SPDX-License-Identifier: Apache-2.0
/// How a request fails: the refusals of NMS with their codes, and the one mapping from what can go wrong to what a
/// client is told.
///
/// Every failure has an HTTP status and a `requestError` body. What is not foreseen here is a bug: it is logged
/// with a number, and the client gets the number and nothing else.
@NullMarked
package org.satchel.nms.problem;

import org.jspecify.annotations.NullMarked;
