// SPDX-License-Identifier: Apache-2.0
/// The program: command line, wiring, start and stop of all faces, health, and the control socket that commands
/// use while it runs.
///
/// Wiring is one constructor, in the order things depend; they start in that order and stop in reverse. Only this
/// module knows files, variables and
/// accounts. Standard output belongs to the commands' answers; everything else goes to the log on standard error.
@NullMarked
package org.satchel.server;

import org.jspecify.annotations.NullMarked;
