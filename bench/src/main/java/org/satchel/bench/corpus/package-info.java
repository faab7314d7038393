// SPDX-License-Identifier: Apache-2.0
/// The messages that are put under load: texts people really wrote when the NUS SMS Corpus is at hand, made up ones
/// otherwise, each wrapped as a CPM message object of exactly 1,024 bytes that carries its own number.
///
/// Whoever reads such an object back can tell from its bytes alone whether it is what was written.
@NullMarked
package org.satchel.bench.corpus;

import org.jspecify.annotations.NullMarked;
