// SPDX-License-Identifier: Apache-2.0
/// For tests of what stands on a store: one on the engine that the run names, empty.
///
/// Front ends have this on the class path of their tests only, so no engine reaches what is shipped of them.
/// Servers that an engine needs are started once in a JVM and end with it.
@NullMarked
package org.satchel.engines;

import org.jspecify.annotations.NullMarked;
