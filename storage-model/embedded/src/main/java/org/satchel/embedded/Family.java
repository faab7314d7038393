// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

/// The ordered sets of rows that one write batch spans.
enum Family {
    /// Everything else that is looked up or listed. Named as RocksDB demands of the first one.
    ROWS("default"),
    /// What objects were deposited with ([Table#KEY]): asked for with each deposit and hardly ever found. By themselves
    /// these rows are few and short, so that few files are asked, whose filters stay in memory.
    KEYS("keys"),
    /// Payloads small enough to travel with their commit.
    PAYLOADS("payloads"),
    /// The commits of every box, in order.
    LOG("log");

    private final String text;

    Family(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
