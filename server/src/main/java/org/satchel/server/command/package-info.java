// SPDX-License-Identifier: Apache-2.0
/// The command line: one class per command. Each reads the configuration the same way, answers on standard output, and
/// says trouble on standard
/// error with exit code 1 (2 for wrong usage).
@NullMarked
package org.satchel.server.command;

import org.jspecify.annotations.NullMarked;
