// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

/// The three ordered sets of rows that one write batch spans.
enum Family {
    /// Everything that is looked up or listed. Named as RocksDB demands of the first one.
    ROWS("default"),
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
