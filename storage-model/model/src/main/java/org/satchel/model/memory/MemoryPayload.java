// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.memory;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import org.satchel.model.Payload;

/// Bytes on the heap. No other class holds the array.
final class MemoryPayload implements Payload {
    private final byte[] bytes;

    MemoryPayload(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public InputStream open(long offset, long length) {
        int from = (int) Objects.checkFromIndexSize(offset, length, bytes.length);
        return new ByteArrayInputStream(bytes, from, (int) length);
    }

    @Override
    public void writeTo(OutputStream out, long offset, long length) throws IOException {
        int from = (int) Objects.checkFromIndexSize(offset, length, bytes.length);
        out.write(bytes, from, (int) length);
    }
}
