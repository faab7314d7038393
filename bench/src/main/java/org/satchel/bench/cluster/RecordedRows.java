// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.cluster;

import java.nio.ByteBuffer;
import java.util.List;

/// Rows as the engine wrote them for messages of the corpus.
///
/// @param contents some hundred
/// @param commit one commit, as it lies in the row of a group
record RecordedRows(List<Content> contents, ByteBuffer commit) {
    RecordedRows {
        contents = List.copyOf(contents);
    }

    /// A row of `box_content`.
    record Content(ByteBuffer summary, ByteBuffer payload) {
        int bytes() {
            return summary.remaining() + payload.remaining();
        }
    }

    /// The row of a group of so many commits.
    ByteBuffer group(int commits) {
        var body = ByteBuffer.allocate(commits * commit.remaining());
        for (int i = 0; i < commits; i++) {
            body.put(commit.duplicate());
        }
        return body.flip();
    }
}
