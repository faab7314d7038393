// SPDX-License-Identifier: Apache-2.0
package org.satchel.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/// The bytes of an answer. Its connection serves others again once it is read to its end; when it is closed much
/// earlier the connection is cut instead of being drained.
final class Download extends FilterInputStream {
    /// What is drained to keep a connection.
    private static final long DRAINED_BYTES_MAX = 16 * 1024;

    private final ResponseInputStream<GetObjectResponse> answer;
    private final Permits.Permit permit;
    private long left;

    Download(ResponseInputStream<GetObjectResponse> answer, Permits.Permit permit) {
        super(answer);
        this.answer = answer;
        this.permit = permit;
        var length = answer.response().contentLength();
        this.left = length == null ? Long.MAX_VALUE : length;
    }

    /// Whether the answer says so of the object, in `bytes 0-9/10`.
    boolean isOfFewerBytesThan(long size) {
        var range = answer.response().contentRange();
        return range != null
                && range.matches("bytes \\d+-\\d+/\\d{1,18}")
                && Long.parseLong(range, range.indexOf('/') + 1, range.length(), 10) < size;
    }

    @Override
    public int read() throws IOException {
        var octet = new byte[1];
        return read(octet, 0, 1) < 0 ? -1 : octet[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count;
        try {
            count = in.read(bytes, offset, length);
        } catch (IOException | SdkException failure) {
            throw new IOException("a payload could not be read to its end", failure);
        }
        left -= Math.max(count, 0);
        if (left <= 0 || count < 0) {
            finish();
        }
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        try {
            long skipped = in.skip(count);
            left -= skipped;
            return skipped;
        } catch (IOException | SdkException failure) {
            throw new IOException("a payload could not be read to its end", failure);
        }
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    @Override
    public void close() {
        if (left > DRAINED_BYTES_MAX) {
            answer.abort();
        }
        finish();
    }

    private void finish() {
        try {
            answer.close();
        } catch (IOException | SdkException failure) {
            answer.abort();
        } finally {
            permit.close();
        }
    }
}
