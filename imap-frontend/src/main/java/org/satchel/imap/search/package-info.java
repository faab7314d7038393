// SPDX-License-Identifier: Apache-2.0
/// What a client may ask of the result of a search, apart from any protocol library: stretches of it, and which of the
/// objects it counts are hits at a time.
///
/// Owns no state but what a caller holds. Numbers and places are plain integers here: which objects they are of is the
/// caller's to know. Nothing here reads a store, and nothing blocks.
@NullMarked
package org.satchel.imap.search;

import org.jspecify.annotations.NullMarked;
