// SPDX-License-Identifier: Apache-2.0
/// JSON and XML as NMS writes them, and the bodies of requests and answers.
///
/// The only package that knows how a resource is written on the wire. Reads strangers' bytes: bounded in length and
/// depth before it parses.
@NullMarked
package org.satchel.nms.format;

import org.jspecify.annotations.NullMarked;
