// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.measure;

/// How one work on one peer ended.
public sealed interface Outcome {
    record Measured(Figure figure) implements Outcome {}

    /// It cannot be done on this peer.
    record Skipped(String work, String peer, String reason) implements Outcome {}

    /// It went wrong: its figures are void.
    record Failed(String work, String peer, String reason) implements Outcome {}
}
