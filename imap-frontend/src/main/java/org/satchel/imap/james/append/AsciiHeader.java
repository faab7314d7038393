// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.append;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.satchel.model.StoreFailure;

/// An object of which the header must be ASCII: its sender has not said that it speaks UTF-8. What lies below the
/// empty line may be anything.
// RFC 6855 §4
final class AsciiHeader extends FilterInputStream {
    private boolean inHeader = true;
    private boolean lineEmpty = true;

    AsciiHeader(InputStream object) {
        super(object);
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = super.read(target, offset, length);
        for (int i = offset; inHeader && i < offset + count; i++) {
            check(target[i]);
        }
        return count;
    }

    private void check(byte next) {
        if (next < 0) {
            throw new StoreFailure.Conflict("header that is not ASCII, of a client that has not enabled UTF8=ACCEPT");
        }
        if (next == '\n') {
            inHeader = !lineEmpty;
            lineEmpty = true;
        } else if (next != '\r') {
            lineEmpty = false;
        }
    }
}
