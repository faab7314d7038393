// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.contract;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// All that an engine must keep.
@ExtendWith(StageResolver.class)
@Timeout(60)
public interface MessageStoreContract
        extends StoreContract,
                FolderContract,
                ObjectContract,
                PayloadContract,
                FlagContract,
                LogContract,
                GrantContract,
                QuotaContract,
                AnnotationContract,
                RegistryContract,
                HistoryContract,
                PendingContract,
                ConcurrencyContract {}
