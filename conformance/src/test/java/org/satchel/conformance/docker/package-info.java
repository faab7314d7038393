// SPDX-License-Identifier: Apache-2.0
/// What lies in `docker/`: read by the programs it is for, where they are installed, and run where a Docker engine
/// answers.
///
/// A check whose program is not here counts as skipped, with its name. What needs no program is checked
/// everywhere: that each setting named there exists, and each figure shown.
@NullMarked
package org.satchel.conformance.docker;

import org.jspecify.annotations.NullMarked;
