// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.UUID;
import org.satchel.model.ContentId;
import org.satchel.model.FirstBytes;
import org.satchel.model.SmallPayload;
import org.satchel.model.StoreFailure;
import org.satchel.model.blob.BlobName;
import org.satchel.model.mime.Summarizer;

/// The one pass over the bytes of a future object: counted, summarised, and kept in memory or streamed to the blob
/// store.
record Intake(UUID box, Engine engine) {
    /// @param content a fresh id
    /// @throws IOException when `bytes` fails
    CassandraDraft take(ContentId content, InputStream bytes, long bytesMax) throws IOException {
        long deadline = System.nanoTime() + engine.settings().draftMax().toNanos();
        int smallMax = engine.settings().limits().smallPayloadBytesMax();
        var start = FirstBytes.of(bytes, (int) Math.min(smallMax, bytesMax) + 1);
        check(start.length, bytesMax);
        var summarizer = new Summarizer();
        if (start.length <= smallMax) {
            summarizer.write(start, 0, start.length);
            return new CassandraDraft(
                    box, content, new SmallPayload(start), summarizer.finish(), engine.contents(), deadline);
        }
        var name = BlobName.of(engine.clock().instant(), box, content);
        var whole = new SequenceInputStream(new ByteArrayInputStream(start), bytes);
        long size = engine.contents().blobs().put(name, new Counted(whole, summarizer, bytesMax));
        var payload = new Contents.BlobPayload(engine.contents().blobs(), name, size);
        return new CassandraDraft(box, content, payload, summarizer.finish(), engine.contents(), deadline);
    }

    private static void check(long size, long bytesMax) {
        if (size > bytesMax) {
            throw new StoreFailure.TooLarge("object of more than " + bytesMax + " bytes");
        }
    }

    /// Bytes on their way past the summarizer.
    private static final class Counted extends FilterInputStream {
        private final Summarizer summarizer;
        private final long bytesMax;
        private final byte[] one = new byte[1];
        private long size;

        Counted(InputStream in, Summarizer summarizer, long bytesMax) {
            super(in);
            this.summarizer = summarizer;
            this.bytesMax = bytesMax;
        }

        @Override
        public int read() throws IOException {
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = in.read(bytes, offset, length);
            if (count > 0) {
                size += count;
                check(size, bytesMax);
                summarizer.write(bytes, offset, count);
            }
            return count;
        }

        @Override
        public long skip(long count) {
            return 0;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
