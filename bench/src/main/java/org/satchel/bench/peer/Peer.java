// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.peer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;

/// A server under load.
public sealed interface Peer extends AutoCloseable {
    /// As reports call it.
    String name();

    InetSocketAddress imap();

    Accounts accounts();

    /// Why so many connections cannot wait for news at once as they should; empty when they can.
    default Optional<String> refusal(int waiting) {
        return Optional.empty();
    }

    @Override
    default void close() {}

    /// One that somebody else runs: nothing but its answers is known.
    record Remote(String name, InetSocketAddress imap, Accounts accounts) implements Peer {}

    /// One that the bench runs.
    non-sealed interface Private extends Peer {
        ProcessTree processes();

        /// Stops it and starts it again on the same data and ports.
        void restart() throws IOException, InterruptedException;

        /// What its processes need of memory now, in KiB: pages shared by several count once, and memory that a
        /// garbage collector holds but nobody uses does not count.
        long neededKib() throws IOException, InterruptedException;
    }
}
