// SPDX-License-Identifier: Apache-2.0
package org.satchel.folder;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.satchel.model.blob.BlobStore;
import org.satchel.model.contract.BlobStoreContract;

/// A folder keeps the contract.
final class FolderBlobStoreTest implements BlobStoreContract {
    @TempDir
    private Path folder;

    @Override
    public BlobStore openBlobs() {
        return FolderBlobStore.open(new FolderSettings(folder.resolve("blobs"), 0));
    }

    @Override
    public int partBytes() {
        return 1 << 20;
    }
}
