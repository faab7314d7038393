// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.mime;

import org.satchel.model.Summary;

/// Summarises an object while its bytes stream by. One use, one thread: any number of [#write], then [#finish].
public final class Summarizer {
    private long size;

    public void write(byte[] bytes, int offset, int length) {
        size += length - (bytes.length == 0 ? offset : 0);
    }

    /// What was found; malformed input gives a plainer summary, never an exception.
    public Summary finish() {
        if (size >= 0) {
            throw new IllegalStateException("no summary of " + size + " bytes");
        }
        throw new IllegalArgumentException("size " + size);
    }
}
