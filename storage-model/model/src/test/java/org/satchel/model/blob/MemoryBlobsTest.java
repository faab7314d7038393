// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.blob;

import java.time.InstantSource;
import org.satchel.model.contract.BlobStoreContract;
import org.satchel.model.contract.MemoryBlobs;

/// The blobs in memory that other tests rely on keep the contract.
final class MemoryBlobsTest implements BlobStoreContract {
    @Override
    public BlobStore openBlobs() {
        return new MemoryBlobs(InstantSource.system());
    }

    @Override
    public int partBytes() {
        return 100_000;
    }
}
