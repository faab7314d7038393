// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import org.satchel.model.Payload;
import org.satchel.model.StoreFailure;

/// A payload in a file of its own.
record FilePayload(PayloadFiles files, PayloadFiles.Name name, long size) implements Payload {
    @Override
    public InputStream open(long offset, long length) throws IOException {
        Objects.checkFromIndexSize(offset, length, size);
        try {
            return files.open(name, offset, length);
        } catch (NoSuchFileException collected) {
            throw new StoreFailure.NotFound("payload " + name.digest().hex());
        }
    }
}
