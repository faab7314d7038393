// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.intake;

import java.io.IOException;
import java.io.InputStream;
import org.satchel.model.StoreFailure;

/// Ends every line with CRLF: clients count literals line by line, and lose step at a lone CR or LF.
// CPM-MSG §13 rule 5, §14; RFC 5322 §2.3
final class CanonicalLines extends InputStream {
    private static final int BUFFER_BYTES = 8 * 1024;

    private final InputStream in;
    private final byte[] one = new byte[1];
    private final byte[] read = new byte[BUFFER_BYTES];
    private int next;
    private int end;
    private boolean afterCr;
    private boolean owesLf;

    CanonicalLines(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /// @throws StoreFailure.Conflict for a NUL, which no line of text has
    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int to = offset;
        while (to < offset + length) {
            if (owesLf) {
                owesLf = false;
                target[to++] = '\n';
                continue;
            }
            if (next == end && (to > offset || !fill())) {
                break;
            }
            byte b = next < end ? read[next] : -1;
            if (afterCr && b != '\n') {
                afterCr = false;
                target[to++] = '\n';
            } else if (b == '\n' && !afterCr) {
                next++;
                target[to++] = '\r';
                owesLf = true;
            } else {
                next++;
                afterCr = b == '\r';
                target[to++] = text(b);
            }
        }
        if (to == offset && length > 0 && afterCr) {
            // the text ends in the middle of a line end
            afterCr = false;
            target[to++] = '\n';
        }
        return to == offset && length > 0 ? -1 : to - offset;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private boolean fill() throws IOException {
        next = 0;
        end = Math.max(0, in.read(read, 0, read.length));
        return end > 0;
    }

    private static byte text(byte b) {
        if (b == 0) {
            throw new StoreFailure.Conflict("a NUL in the text of an object");
        }
        return b;
    }
}
