// SPDX-License-Identifier: Apache-2.0
/// The server as others see it: a process of its own, and small clients that speak IMAP, NMS and SIP over its sockets.
///
/// Nothing here knows the server's classes, its accounts excepted. The clients take answers as they come and judge
/// nothing; each wait has an end. Everything listens and connects on loopback.
@NullMarked
package org.satchel.conformance.wire;

import org.jspecify.annotations.NullMarked;
