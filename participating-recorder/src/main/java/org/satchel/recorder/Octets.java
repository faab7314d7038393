// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/// Bytes that nobody changes: the body of a SIP message, or a rendered object.
public final class Octets {
    public static final Octets NONE = new Octets(new byte[0], 0, 0);

    private final byte[] bytes;
    private final int start;
    private final int end;

    private Octets(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.start = start;
        this.end = end;
    }

    /// A copy of `bytes`.
    public static Octets of(byte[] bytes) {
        return bytes.length == 0 ? NONE : new Octets(bytes.clone(), 0, bytes.length);
    }

    /// `text` in UTF-8.
    public static Octets of(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Octets(bytes, 0, bytes.length);
    }

    public int size() {
        return end - start;
    }

    public byte at(int index) {
        return bytes[start + Objects.checkIndex(index, size())];
    }

    /// The bytes from `from` (inclusive) to `to` (exclusive), not copied.
    public Octets slice(int from, int to) {
        Objects.checkFromToIndex(from, to, size());
        return new Octets(bytes, start + from, start + to);
    }

    public Octets plus(Octets more) {
        var all = new ByteArrayOutputStream(size() + more.size());
        all.write(bytes, start, size());
        all.write(more.bytes, more.start, more.size());
        var joined = all.toByteArray();
        return new Octets(joined, 0, joined.length);
    }

    public InputStream open() {
        return new ByteArrayInputStream(bytes, start, size());
    }

    /// A fresh array.
    public byte[] toBytes() {
        return Arrays.copyOfRange(bytes, start, end);
    }

    /// The bytes as UTF-8; what is not UTF-8 is replaced.
    public String text() {
        return new String(bytes, start, size(), StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Octets octets
                && Arrays.equals(bytes, start, end, octets.bytes, octets.start, octets.end);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = start; i < end; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash;
    }

    /// The size only: content is not for logs.
    @Override
    public String toString() {
        return size() + " bytes";
    }
}
