// SPDX-License-Identifier: Apache-2.0
/// The demonstration: a server of its own in a child process, real SIP traffic into it, and what came out over IMAP,
/// NMS and OMA Push.
///
/// It knows the server only from outside, as any client does, and checks every byte. Everything it starts it also
/// stops; it listens on
/// loopback only.
@NullMarked
package org.satchel.server.demo;

import org.jspecify.annotations.NullMarked;
