// SPDX-License-Identifier: Apache-2.0
/// What every engine must keep: one interface of tests for each noun, and the tools they share.
///
/// An engine's test class implements [MessageStoreContract] and says how a store is made,
/// and how one is opened again. Each test gets a [Stage]: an empty store with one box and
/// a clock that the test moves. What was written must be there after [Stage#reopen].
@NullMarked
package org.satchel.model.contract;

import org.jspecify.annotations.NullMarked;
