// SPDX-License-Identifier: Apache-2.0
/// What the enabler's requirements ask of the store, from outside, one test for a row, under its name;
/// `docs/requirements.md` lists them all, those that are shown elsewhere and those that are not shown yet, too.
@NullMarked
package org.satchel.conformance.requirements;

import org.jspecify.annotations.NullMarked;
