// SPDX-License-Identifier: Apache-2.0
/// What a measurement is: a kind of work, rounds in which the peers take turns, samples, and the figures made of them.
///
/// Knows nothing of protocols and servers. A work prepares a peer, runs, and verifies; only what [Work#run] itself
/// times is part of a sample. Nothing here swallows a failure: a peer that answers wrongly has no figure but a reason.
@NullMarked
package org.satchel.bench.measure;

import org.jspecify.annotations.NullMarked;
