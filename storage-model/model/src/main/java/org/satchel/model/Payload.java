// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// Bytes that never change, opened as often as they are read. Never held whole in memory unless small.
public interface Payload {
    long size();

    /// A fresh stream over `length` bytes from `offset`.
    ///
    /// @throws StoreFailure.NotFound when the object was removed meanwhile
    InputStream open(long offset, long length) throws IOException;

    default InputStream open() throws IOException {
        return open(0, size());
    }

    /// Writes `length` bytes from `offset` to `out`, with as few copies as the place they are in allows.
    default void writeTo(OutputStream out, long offset, long length) throws IOException {
        try (var in = open(offset, length)) {
            in.transferTo(out);
        }
    }
}
