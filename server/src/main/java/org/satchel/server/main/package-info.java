// SPDX-License-Identifier: Apache-2.0
/// Where the process begins: hands the arguments to the command line, and the exit code back.
@NullMarked
package org.satchel.server.main;

import org.jspecify.annotations.NullMarked;
