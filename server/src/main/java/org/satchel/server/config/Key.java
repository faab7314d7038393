// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.config;

import java.util.Locale;
import java.util.function.Function;

/// One setting: its name in the file, what it is when nothing is said, and how its text is read.
///
/// @param parse throws [IllegalArgumentException] with a reason that makes sense to an operator
/// @param meaning one sentence with the unit
record Key<T>(String name, String fallback, Function<String, T> parse, String meaning) {
    /// Name of the environment variable that overrides the file: `imap.listen` is `SATCHEL_IMAP_LISTEN`.
    String variable() {
        return "SATCHEL_" + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
