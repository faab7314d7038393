// SPDX-License-Identifier: Apache-2.0
/// The box: folders, objects, grants, quota and the change log of one subscriber, and what a query means.
///
/// A box is a sequence of commits. What never changes here, whatever the engine:
/// - one writer per box at a time; a write is durable before it is visible, and visible before it is announced;
/// - a uid is never reused; a mod-sequence never goes back; the log answers exactly, or says that it is truncated;
/// - an object keeps its [ObjectId] across a move; what is stored is returned byte for byte;
/// - a [BoxView] is an immutable value: it never changes under its reader, and no lock is held while it is read.
///
/// Lock order: an engine's box lock, then nothing. Nobody calls out of this package with a lock held.
@NullMarked
package org.satchel.model;

import org.jspecify.annotations.NullMarked;
