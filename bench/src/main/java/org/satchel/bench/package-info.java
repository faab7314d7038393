// SPDX-License-Identifier: Apache-2.0
/// The load tool: drives IMAP servers, Satchel's REST face and its engine, and verifies what it measures.
///
/// - `measure` owns rounds, alternation and figures; `peer` the servers under load; `corpus` the messages;
/// - `imap`, `nms` and `engine` own the kinds of load; `report` writes what was measured;
/// - absolute figures of a busy machine are noise: peers are measured in turns within one run, and ratios count;
/// - a figure whose answers were wrong or incomplete is never reported.
@NullMarked
package org.satchel.bench;

import org.jspecify.annotations.NullMarked;
