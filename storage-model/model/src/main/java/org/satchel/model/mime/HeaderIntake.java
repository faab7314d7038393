// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.mime;

import java.util.Arrays;
import org.satchel.model.text.HeaderBlock;

/// Gathers one header block after the other, each up to its limit and all together up to theirs; what is beyond is
/// passed over.
final class HeaderIntake {
    private byte[] bytes = new byte[1024];
    private int length;
    private int lengthBeforeLine;
    private int bytesLeft;

    /// @param bytesMax of all blocks together
    HeaderIntake(int bytesMax) {
        this.bytesLeft = bytesMax;
    }

    void keep(byte[] source, int from, int to) {
        int count = Math.min(to - from, Math.min(HeaderBlock.BYTES_MAX, bytesLeft) - length);
        if (count <= 0) {
            return;
        }
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(HeaderBlock.BYTES_MAX, Math.max(length + count, bytes.length * 2)));
        }
        System.arraycopy(source, from, bytes, length, count);
        length += count;
    }

    void endLine() {
        lengthBeforeLine = length;
    }

    /// Forgets the present line: it was none of the block's.
    void dropLine() {
        length = lengthBeforeLine;
    }

    /// The block; the next one begins.
    HeaderBlock take() {
        var block = HeaderBlock.parse(bytes, 0, length);
        bytesLeft -= length;
        length = 0;
        lengthBeforeLine = 0;
        return block;
    }
}
