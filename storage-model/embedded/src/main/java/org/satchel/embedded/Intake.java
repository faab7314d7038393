// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.satchel.model.FirstBytes;
import org.satchel.model.SmallPayload;
import org.satchel.model.StoreFailure;
import org.satchel.model.mime.Summarizer;

/// The one pass over the bytes of a future object: counted, summarised, and kept in memory or streamed to a
/// file.
///
/// @param box number of the box
record Intake(long box, Engine engine) {
    private static final int PIECE_BYTES = 64 * 1024;

    /// @throws IOException when `content` fails; a failure of our own disk is [StoreFailure.Unavailable],
    ///   a lack of room on it [StoreFailure.DiskFull]
    StoredDraft take(InputStream content, long bytesMax) throws IOException {
        int smallMax = engine.settings().limits().smallPayloadBytesMax();
        var start = FirstBytes.of(content, (int) Math.min(smallMax, bytesMax) + 1);
        check(start.length, bytesMax);
        var summarizer = new Summarizer();
        summarizer.write(start, 0, start.length);
        if (start.length <= smallMax) {
            return new StoredDraft(box, new SmallPayload(start), summarizer.finish());
        }
        engine.disk().checkRoom();
        return large(start, content, bytesMax, summarizer);
    }

    private StoredDraft large(byte[] start, InputStream rest, long bytesMax, Summarizer summarizer) throws IOException {
        var files = engine.files();
        var file = fresh(files);
        try {
            var digest = Digest.start();
            long size = start.length;
            try (var channel = open(file)) {
                digest.update(start);
                write(channel, start, start.length);
                var piece = new byte[PIECE_BYTES];
                for (int count = rest.read(piece); count >= 0; count = rest.read(piece)) {
                    size += count;
                    check(size, bytesMax);
                    digest.update(piece, 0, count);
                    summarizer.write(piece, 0, count);
                    write(channel, piece, count);
                }
                force(channel);
            }
            var name = new PayloadFiles.Name(box, Digest.of(digest.digest()));
            keep(files, file, name);
            return new StoredDraft(box, new FilePayload(files, name, size), summarizer.finish());
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static void check(long size, long bytesMax) {
        if (size > bytesMax) {
            throw new StoreFailure.TooLarge("object of more than " + bytesMax + " bytes");
        }
    }

    private Path fresh(PayloadFiles files) {
        try {
            return files.fresh();
        } catch (IOException failure) {
            throw unavailable(failure);
        }
    }

    private FileChannel open(Path file) {
        try {
            return FileChannel.open(file, StandardOpenOption.WRITE);
        } catch (IOException failure) {
            throw unavailable(failure);
        }
    }

    private void write(FileChannel channel, byte[] bytes, int length) {
        try {
            var buffer = ByteBuffer.wrap(bytes, 0, length);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException failure) {
            throw unavailable(failure);
        }
    }

    private void force(FileChannel channel) {
        try {
            channel.force(false);
        } catch (IOException failure) {
            throw unavailable(failure);
        }
    }

    private void keep(PayloadFiles files, Path file, PayloadFiles.Name name) {
        try {
            files.keep(file, name);
        } catch (IOException failure) {
            throw unavailable(failure);
        }
    }

    private StoreFailure.Unavailable unavailable(IOException failure) {
        return engine.disk().failure("payload file", failure);
    }
}
