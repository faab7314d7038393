// SPDX-License-Identifier: Apache-2.0
/// The present of a box as an immutable value, and the one transaction that makes the next one.
///
/// [BoxState] is persistent: a commit shares with its predecessor all that it did not change.
/// [StateBuilder#apply] alone says what a change means; [Transaction] checks, produces changes
/// and applies them; an engine keeps the commit and derives its rows from the changes.
/// - Replaying all commits onto the empty state gives the present state.
/// - A folder's listing may be cold: known by its figures, read from the engine when somebody looks. Appending
///   never reads it.
/// - Nothing here writes anywhere, waits for anything but a cold listing, or takes a lock while calling a writer's
///   work.
@NullMarked
package org.satchel.model.state;

import org.jspecify.annotations.NullMarked;
