// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.satchel.model.Commit;
import org.satchel.model.codec.CommitCodec;

/// Consecutive commits of a box that became durable by one conditional write: one row.
///
/// @param op given to this write alone; tells whose write it was
/// @param parts that hold the commits beside the head; empty when the row itself does
record Group(UUID op, List<Commit> commits, List<UUID> parts) {
    Group {
        commits = List.copyOf(commits);
        parts = List.copyOf(parts);
    }

    Group(UUID op, List<Commit> commits) {
        this(op, commits, List.of());
    }

    long first() {
        return commits.getFirst().modSeq().number();
    }

    long last() {
        return commits.getLast().modSeq().number();
    }

    /// Whether this is that group as it landed: a host may have added behind it what its writer did not know of.
    /// That the write was the same is not enough, for what a guest adds may have come too late for it, or never.
    boolean beginsWith(Group other) {
        int size = other.commits.size();
        return op.equals(other.op)
                && commits.size() >= size
                && commits.subList(0, size).equals(other.commits);
    }

    /// The commits as bytes: each behind its length.
    ByteBuffer body() {
        return body(commits.stream().map(CommitCodec::encode).toList());
    }

    static ByteBuffer body(List<byte[]> encoded) {
        int length =
                encoded.stream().mapToInt(bytes -> Integer.BYTES + bytes.length).sum();
        var body = ByteBuffer.allocate(length);
        encoded.forEach(bytes -> body.putInt(bytes.length).put(bytes));
        return body.flip();
    }

    static Group of(UUID op, ByteBuffer body, List<UUID> parts) {
        return new Group(op, commits(body), parts);
    }

    /// The commits that a body holds.
    static List<Commit> commits(ByteBuffer body) {
        return forms(body).stream().map(CommitCodec::decode).toList();
    }

    /// The same as bytes.
    static List<byte[]> forms(ByteBuffer body) {
        var forms = new ArrayList<byte[]>();
        var rest = body.duplicate();
        while (rest.hasRemaining()) {
            var form = new byte[rest.getInt()];
            rest.get(form);
            forms.add(form);
        }
        return forms;
    }
}
