// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.measure;

import java.io.IOException;
import java.util.Optional;

/// One kind of load on a peer.
///
/// @param <P> what is put under load
public interface Work<P> {
    /// Short name in reports and options, for example `append-16`.
    String id();

    /// What is done, in one line.
    String title();

    Unit unit();

    /// Why this work cannot be done on the peer; empty when it can.
    default Optional<String> obstacle(P peer) {
        return Optional.empty();
    }

    /// Rounds that are run first and not counted.
    default int warmups() {
        return 1;
    }

    /// Puts in place what the rounds need. Not timed.
    default void prepare(P peer) throws IOException, InterruptedException {}

    /// One round.
    ///
    /// @param round from 0, warm-ups included
    /// @throws WrongAnswer when an answer was not what it must be
    Sample run(P peer, int round) throws IOException, InterruptedException;

    /// The full check after all rounds, too costly to be part of them. Not timed.
    default void verify(P peer) throws IOException, InterruptedException {}
}
