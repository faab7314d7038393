// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

/// A key and its value, as they lie in the database. The arrays are never changed.
final class Row {
    private final byte[] key;
    private final byte[] value;

    Row(byte[] key, byte[] value) {
        this.key = key;
        this.value = value;
    }

    byte[] key() {
        return key;
    }

    byte[] value() {
        return value;
    }
}
