// SPDX-License-Identifier: Apache-2.0
/// What a run leaves behind: `report.json` with every round, `report.md` to read, plots in SVG.
///
/// All three are made of one [Report]; nothing is computed in one that the others do not show. Goals stand beside what
/// was measured, missed ones too.
@NullMarked
package org.satchel.bench.report;

import org.jspecify.annotations.NullMarked;
