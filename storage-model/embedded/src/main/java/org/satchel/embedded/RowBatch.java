// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The row changes of one write, in the order they take effect. Filled by one thread, then handed over.
final class RowBatch {
    private final List<Op> ops = new ArrayList<>();
    private long bytes;

    void put(Family family, byte[] key, byte[] value) {
        add(new Op(Verb.PUT, family, key, value));
    }

    void delete(Family family, byte[] key) {
        add(new Op(Verb.DELETE, family, key, null));
    }

    /// @param to exclusive
    void deleteRange(Family family, byte[] from, byte[] to) {
        add(new Op(Verb.DELETE_RANGE, family, from, to));
    }

    List<Op> ops() {
        return ops;
    }

    long bytes() {
        return bytes;
    }

    private void add(Op op) {
        ops.add(op);
        bytes += op.key.length + (op.value == null ? 0 : op.value.length);
    }

    enum Verb {
        PUT,
        DELETE,
        DELETE_RANGE
    }

    /// One change of a row or of a range of rows.
    static final class Op {
        final Verb verb;
        final Family family;
        final byte[] key;
        /// Value of a put, end of a range; null for a delete.
        final byte @Nullable [] value;

        private Op(Verb verb, Family family, byte[] key, byte @Nullable [] value) {
            this.verb = verb;
            this.family = family;
            this.key = key;
            this.value = value;
        }
    }
}
