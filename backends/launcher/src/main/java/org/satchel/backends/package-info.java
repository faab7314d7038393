// SPDX-License-Identifier: Apache-2.0
/// Real servers (Apache Cassandra, two makes of S3, NATS) as child processes, for tests, bench and trial runs.
///
/// Owns their folders, addresses, settings and lives: each child is known by its handle, listens on loopback only, and
/// ends with the JVM that started it, at the latest. A server is handed out when it serves, not when it has started.
/// What can be done to a server by fate can be done here on purpose: kill, freeze, restart, slow down, cut off.
///
/// Nothing of the programs themselves is on the class path; other modules use this one in tests and tools only.
@NullMarked
package org.satchel.backends;

import org.jspecify.annotations.NullMarked;
