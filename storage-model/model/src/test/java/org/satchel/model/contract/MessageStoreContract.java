// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.contract;

/// All that an engine must keep.
public interface MessageStoreContract extends OneCallerContract, LogContract, PendingContract, ConcurrencyContract {}
