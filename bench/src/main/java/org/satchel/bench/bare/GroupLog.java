// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.bare;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;

/// A file that bodies are appended to; one thread writes what waits, with one sync for all of it.
///
/// The file has its size before it is written, because a sync that changes the size of a file costs twice.
final class GroupLog implements AutoCloseable {
    private static final int GROUP_MAX = 256;
    private static final int STEP_BYTES = 64 * 1024 * 1024;

    private final FileChannel file;
    private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    private final Thread writer = new Thread(this::write, "group-log");
    private long at;
    private long prepared;

    GroupLog(Path path) throws IOException {
        file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        prepare();
        writer.setDaemon(true);
        writer.start();
    }

    /// Returns when the body is on the disk.
    void append(ByteBuffer body) throws IOException, InterruptedException {
        var waiting = new Waiting(body, new CompletableFuture<>());
        queue.add(waiting);
        try {
            waiting.durable.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    @Override
    public void close() throws IOException {
        writer.interrupt();
        file.close();
    }

    private void write() {
        var group = new ArrayList<Waiting>();
        try {
            while (true) {
                group.add(queue.take());
                queue.drainTo(group, GROUP_MAX - 1);
                write(group);
                group.clear();
            }
        } catch (InterruptedException closed) {
            group.forEach(waiting -> waiting.durable.completeExceptionally(closed));
        }
    }

    private void write(List<Waiting> group) {
        try {
            var bodies = group.stream().map(Waiting::body).toArray(ByteBuffer[]::new);
            long bytes = group.stream()
                    .mapToLong(waiting -> waiting.body.remaining())
                    .sum();
            while (at + bytes > prepared) {
                prepare();
            }
            file.position(at);
            for (long left = bytes; left > 0; ) {
                left -= file.write(bodies);
            }
            file.force(false);
            at += bytes;
            group.forEach(waiting -> waiting.durable.complete(true));
        } catch (IOException e) {
            group.forEach(waiting -> waiting.durable.completeExceptionally(e));
        }
    }

    private void prepare() throws IOException {
        var zeros = ByteBuffer.allocateDirect(1024 * 1024);
        for (int written = 0; written < STEP_BYTES; written += zeros.capacity()) {
            file.write(zeros.clear(), prepared);
            prepared += zeros.capacity();
        }
        file.force(true);
    }

    private record Waiting(ByteBuffer body, CompletableFuture<Boolean> durable) {}
}
