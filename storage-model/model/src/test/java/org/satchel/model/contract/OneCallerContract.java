// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.contract;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// What an engine must keep when one thing is done after the other, each on whichever node.
@ExtendWith(StageResolver.class)
@Timeout(300)
public interface OneCallerContract
        extends StoreContract,
                FolderContract,
                ConversationContract,
                LandmarkContract,
                ObjectContract,
                PayloadContract,
                FlagContract,
                GrantContract,
                QuotaContract,
                AnnotationContract,
                RegistryContract,
                HistoryContract {}
