// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.convert;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// What the first bytes of a picture say about it. Read by hand: nothing is decoded, little is held.
///
/// @param width in pixels, as stored
/// @param height in pixels, as stored
/// @param orientation 1 to 8: how it is to be turned and mirrored when it is shown
/// @param progressive whether a reader must hold all of it at once
// ISO 10918-1 §B (JPEG), RFC 2083 (PNG), EXIF 2.32 §4.6.4
public record ImageHeader(Format format, int width, int height, int orientation, boolean progressive) {
    /// Longest header that is looked through for the size.
    static final int HEADER_BYTES_MAX = 4 * 1024 * 1024;

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final byte[] EXIF = {'E', 'x', 'i', 'f', 0, 0};
    private static final int ORIENTATION_TAG = 0x0112;
    private static final int ENTRIES_MAX = 512;

    /// The kinds of picture that are known.
    public enum Format {
        JPEG,
        PNG
    }

    /// @throws Refused when it is none of the known kinds, or broken
    public static ImageHeader read(InputStream in) throws Refused, IOException {
        try {
            var data = new DataInputStream(in);
            int first = data.readUnsignedShort();
            return first == 0xffd8 ? jpeg(data) : png(first, data);
        } catch (EOFException early) {
            throw Refused.forGood("picture ends early");
        }
    }

    /// True when it is shown on its side.
    public boolean isTurned() {
        return orientation >= 5;
    }

    private static ImageHeader png(int first, DataInputStream in) throws Refused, IOException {
        var rest = new byte[PNG.length - 2];
        in.readFully(rest);
        boolean signature = first == 0x8950 && Arrays.equals(rest, Arrays.copyOfRange(PNG, 2, PNG.length));
        if (!signature || in.readInt() != 13 || in.readInt() != 0x49484452) {
            throw Refused.forGood("not a picture of a known kind");
        }
        int width = in.readInt();
        int height = in.readInt();
        in.skipNBytes(4);
        boolean interlaced = in.readUnsignedByte() != 0;
        return checked(new ImageHeader(Format.PNG, width, height, 1, interlaced));
    }

    private static ImageHeader jpeg(DataInputStream in) throws Refused, IOException {
        int orientation = 1;
        for (int read = 0; read < HEADER_BYTES_MAX; ) {
            if (in.readUnsignedByte() != 0xff) {
                throw Refused.forGood("picture is broken");
            }
            int marker = in.readUnsignedByte();
            while (marker == 0xff && read++ < HEADER_BYTES_MAX) {
                marker = in.readUnsignedByte();
            }
            if (marker == 0x01 || (marker >= 0xd0 && marker <= 0xd7)) {
                read += 2;
                continue;
            }
            int length = in.readUnsignedShort() - 2;
            if (length < 0 || marker == 0xd9 || marker == 0xda) {
                throw Refused.forGood("picture without a size");
            }
            read += length + 4;
            // SOF0 to SOF15 but for the tables DHT, JPG and DAC
            if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc) {
                if (length < 6) {
                    throw Refused.forGood("picture is broken");
                }
                in.readUnsignedByte();
                int height = in.readUnsignedShort();
                int width = in.readUnsignedShort();
                boolean progressive = marker != 0xc0 && marker != 0xc1;
                return checked(new ImageHeader(Format.JPEG, width, height, orientation, progressive));
            }
            var segment = marker == 0xe1 ? in.readNBytes(length) : new byte[0];
            if (marker == 0xe1) {
                orientation = orientation(segment, orientation);
            } else {
                in.skipNBytes(length);
            }
        }
        throw Refused.forGood("picture with too long a header");
    }

    private static ImageHeader checked(ImageHeader header) throws Refused {
        if (header.width <= 0 || header.height <= 0) {
            throw Refused.forGood("picture without a size");
        }
        return header;
    }

    /// Tag 0x0112 of the first directory; whatever is wrong leaves the picture as it is.
    private static int orientation(byte[] segment, int before) {
        if (segment.length < EXIF.length + 8 || !Arrays.equals(EXIF, Arrays.copyOf(segment, EXIF.length))) {
            return before;
        }
        int base = EXIF.length;
        boolean little = segment[base] == 'I';
        long directory = base + Integer.toUnsignedLong(number(segment, base + 4, 4, little));
        if (directory + 2 > segment.length) {
            return before;
        }
        int entries = Math.min(number(segment, (int) directory, 2, little), ENTRIES_MAX);
        for (int i = 0; i < entries; i++) {
            long entry = directory + 2 + 12L * i;
            if (entry + 12 > segment.length) {
                return before;
            }
            if (number(segment, (int) entry, 2, little) == ORIENTATION_TAG) {
                int value = number(segment, (int) entry + 8, 2, little);
                return value >= 1 && value <= 8 ? value : before;
            }
        }
        return before;
    }

    private static int number(byte[] bytes, int at, int size, boolean little) {
        int number = 0;
        for (int i = 0; i < size; i++) {
            number = number << 8 | (bytes[at + (little ? size - 1 - i : i)] & 0xff);
        }
        return number;
    }
}
