// SPDX-License-Identifier: Apache-2.0
package org.satchel.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import software.amazon.awssdk.core.sync.RequestBody;

/// The piece of a content that is being sent: held in memory, so that it can be sent again. Grows with what is
/// read, in chunks that garbage collectors handle well, and keeps them for the next piece.
final class PartBuffer {
    static final int CHUNK_BYTES = 128 * 1024;
    private static final int UNKNOWN = -2;

    private final InputStream content;
    private final List<byte[]> chunks = new ArrayList<>();
    private int size;
    /// A byte read beyond the piece; negative = none.
    private int ahead = UNKNOWN;

    PartBuffer(InputStream content) {
        this.content = content;
    }

    /// Reads on until `max` bytes are held.
    ///
    /// @return whether there is more
    boolean fill(int max) throws IOException {
        while (size < max) {
            int at = size % CHUNK_BYTES;
            var chunk = chunk(size / CHUNK_BYTES);
            if (ahead >= 0) {
                chunk[at] = (byte) ahead;
                ahead = UNKNOWN;
                size++;
                continue;
            }
            int count = content.read(chunk, at, Math.min(CHUNK_BYTES - at, max - size));
            if (count < 0) {
                return false;
            }
            size += count;
        }
        if (ahead == UNKNOWN) {
            ahead = content.read();
        }
        return ahead >= 0;
    }

    void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    RequestBody body() {
        return RequestBody.fromContentProvider(this::stream, size, "application/octet-stream");
    }

    private InputStream stream() {
        var pieces = new ArrayList<InputStream>();
        for (int at = 0; at < size; at += CHUNK_BYTES) {
            pieces.add(new ByteArrayInputStream(chunks.get(at / CHUNK_BYTES), 0, Math.min(CHUNK_BYTES, size - at)));
        }
        return new SequenceInputStream(Collections.enumeration(pieces));
    }

    private byte[] chunk(int index) {
        if (index == chunks.size()) {
            chunks.add(new byte[CHUNK_BYTES]);
        }
        return chunks.get(index);
    }
}
