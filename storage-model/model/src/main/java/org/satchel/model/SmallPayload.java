// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;

/// A payload in memory. The array is shared with whoever made it, and never changed.
public final class SmallPayload implements Payload {
    private final byte[] bytes;

    public SmallPayload(byte[] bytes) {
        this.bytes = bytes;
    }

    public byte[] bytes() {
        return bytes;
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public InputStream open(long offset, long length) {
        Objects.checkFromIndexSize(offset, length, size());
        return new ByteArrayInputStream(bytes, (int) offset, (int) length);
    }

    @Override
    public void writeTo(OutputStream out, long offset, long length) throws IOException {
        Objects.checkFromIndexSize(offset, length, size());
        out.write(bytes, (int) offset, (int) length);
    }
}
