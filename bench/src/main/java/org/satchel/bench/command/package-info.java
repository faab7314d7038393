// SPDX-License-Identifier: Apache-2.0
/// The command line of the bench: options, what they start, what is printed.
///
/// Figures go to standard output, progress to standard error. Whatever was started is stopped before a command ends.
/// Exit code 0: everything was measured and every answer was right, goals met or not; 1: something failed.
@NullMarked
package org.satchel.bench.command;

import org.jspecify.annotations.NullMarked;
