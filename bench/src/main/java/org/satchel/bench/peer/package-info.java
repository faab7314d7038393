// SPDX-License-Identifier: Apache-2.0
/// The servers under load: private ones that are started here on loopback and stopped again, and remote ones.
///
/// - a private server is a child process of the bench, in a folder of its own, and is stopped by its own process id,
///   also when the bench is interrupted;
/// - nothing of the machine's configuration is read or changed: Dovecot runs from a configuration written here;
/// - processor time and memory are read from `/proc` for a whole process tree.
@NullMarked
package org.satchel.bench.peer;

import org.jspecify.annotations.NullMarked;
