// SPDX-License-Identifier: Apache-2.0
/// The typed configuration: one file of `key = value` lines plus `SATCHEL_*` variables, read once at start.
///
/// Every key is declared in [org.satchel.server.config.Keys] with its default, its unit and its meaning; the
/// reference page `docs/configuration.md` is printed from there. A key that is not declared, or a value that does
/// not fit, stops the start with file and line. Nothing outside this package reads files or the environment for
/// settings.
@NullMarked
package org.satchel.server.config;

import org.jspecify.annotations.NullMarked;
