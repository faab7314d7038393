// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file of JSON, one value on each line, that only grows. Used by one thread.
final class Journal implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BUFFER_BYTES = 256 * 1024;

    private final Path file;
    private final FileChannel channel;
    private final OutputStream out;
    private long position;

    /// Opens a file; what follows the lines that count is cut off.
    ///
    /// @param bytes that count; 0 for a new file
    Journal(Path file, long bytes) throws IOException {
        this.file = file;
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (channel.size() < bytes) {
            channel.close();
            throw new IOException(file + " is shorter than " + State.FILE + " says");
        }
        channel.truncate(bytes).position(bytes);
        out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
        position = bytes;
    }

    String name() {
        return String.valueOf(file.getFileName());
    }

    /// Bytes of all lines, those that are not yet in the file too.
    long bytes() {
        return position;
    }

    /// Where a line lies, its end included.
    record Extent(long offset, int length) {}

    /// Is shown each line.
    @FunctionalInterface
    interface Visitor {
        void visit(JsonNode line, Extent at) throws IOException;
    }

    Extent append(JsonNode line) throws IOException {
        return append((line.toString() + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /// Appends a line of another journal.
    Extent append(byte[] line) throws IOException {
        out.write(line);
        var extent = new Extent(position, line.length);
        position += line.length;
        return extent;
    }

    byte[] read(Extent at) throws IOException {
        out.flush();
        var bytes = ByteBuffer.allocate(at.length());
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, at.offset() + bytes.position()) < 0) {
                throw new IOException(file + " ends within a line");
            }
        }
        return bytes.array();
    }

    void readAll(Visitor visitor) throws IOException {
        out.flush();
        try (var in = new RandomAccessFile(file.toFile(), "r");
                var reader = new BufferedReader(
                        Channels.newReader(in.getChannel(), StandardCharsets.ISO_8859_1), BUFFER_BYTES)) {
            long offset = 0;
            while (offset < position) {
                var line = reader.readLine();
                if (line == null) {
                    throw new IOException(file + " ends too early");
                }
                var bytes = line.getBytes(StandardCharsets.ISO_8859_1);
                visitor.visit(JSON.readTree(bytes), new Extent(offset, bytes.length + 1));
                offset += bytes.length + 1;
            }
        }
    }

    static JsonNode parsed(byte[] line) throws IOException {
        return JSON.readTree(line);
    }

    /// Makes all lines durable.
    void force() throws IOException {
        out.flush();
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
