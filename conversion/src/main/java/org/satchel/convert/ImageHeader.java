// SPDX-License-Identifier: Apache-2.0
package org.satchel.convert;

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
/// @param held whether a reader must hold all of it at once: interlaced, or in several scans
// ISO 10918-1 §B (JPEG), RFC 2083 (PNG), GIF89a §18 to §20, EXIF 2.32 §4.6.4
public record ImageHeader(Format format, int width, int height, int orientation, boolean held) {
    /// Longest header that is looked through for the size.
    static final int HEADER_BYTES_MAX = 4 * 1024 * 1024;

    /// Pieces of a PNG before its pixels.
    private static final int CHUNKS_MAX = 64;
    /// Comments and the like of a GIF before its first picture.
    private static final int EXTENSION_BYTES_MAX = 64 * 1024;

    private static final byte[] GIF_87 = {'F', '8', '7', 'a'};
    private static final byte[] GIF_89 = {'F', '8', '9', 'a'};
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final byte[] EXIF = {'E', 'x', 'i', 'f', 0, 0};
    private static final int ORIENTATION_TAG = 0x0112;
    private static final int ENTRIES_MAX = 512;

    /// The kinds of picture that are known.
    public enum Format {
        JPEG,
        PNG,
        /// Its first picture, when it has several.
        GIF
    }

    /// @throws Refused when it is none of the known kinds, or broken
    public static ImageHeader read(InputStream in) throws Refused, IOException {
        try {
            var data = new DataInputStream(in);
            int first = data.readUnsignedShort();
            return switch (first) {
                case 0xffd8 -> jpeg(data);
                case 0x4749 -> gif(data);
                default -> png(first, data);
            };
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
        skipToPixels(in);
        return checked(new ImageHeader(Format.PNG, width, height, 1, interlaced));
    }

    /// What stands before the pixels may be text that is much longer when it is unpacked; a reader may hold it.
    // RFC 2083 §3.2, §4.2
    private static void skipToPixels(DataInputStream in) throws Refused, IOException {
        in.skipNBytes(4);
        long read = 0;
        for (int chunks = 0; chunks < CHUNKS_MAX && read < HEADER_BYTES_MAX; chunks++) {
            int length = in.readInt();
            if (in.readInt() == 0x49444154) {
                return;
            }
            if (length < 0) {
                throw Refused.forGood("picture is broken");
            }
            in.skipNBytes(length + 4L);
            read += length + 12L;
        }
        throw Refused.forGood("picture with too long a header");
    }

    /// The screen, then extensions, until the first picture.
    private static ImageHeader gif(DataInputStream in) throws Refused, IOException {
        var version = new byte[4];
        in.readFully(version);
        if (!Arrays.equals(version, GIF_87) && !Arrays.equals(version, GIF_89)) {
            throw Refused.forGood("not a picture of a known kind");
        }
        in.skipNBytes(4);
        int flags = in.readUnsignedByte();
        in.skipNBytes(2 + ((flags & 0x80) == 0 ? 0 : 3 * (2L << (flags & 7))));
        int read = 0;
        for (int kind = in.readUnsignedByte(); kind != 0x2c; kind = in.readUnsignedByte()) {
            if (kind != 0x21) {
                throw Refused.forGood("picture is broken");
            }
            in.readUnsignedByte();
            for (int length = in.readUnsignedByte(); length > 0; length = in.readUnsignedByte()) {
                in.skipNBytes(length);
                read += length + 1;
                // readers join these blocks, copying what they have each time
                if (read > EXTENSION_BYTES_MAX) {
                    throw Refused.forGood("picture with too long a header");
                }
            }
            read += 2;
        }
        in.skipNBytes(4);
        int width = littleShort(in);
        int height = littleShort(in);
        return checked(new ImageHeader(Format.GIF, width, height, 1, false));
    }

    private static int littleShort(DataInputStream in) throws IOException {
        int low = in.readUnsignedByte();
        return in.readUnsignedByte() << 8 | low;
    }

    private static ImageHeader jpeg(DataInputStream in) throws Refused, IOException {
        int orientation = 1;
        int width = 0;
        int height = 0;
        int components = 0;
        boolean progressive = false;
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
            if (length < 0 || marker == 0xd9 || (marker == 0xda && components == 0)) {
                throw Refused.forGood("picture without a size");
            }
            if (marker == 0xda) {
                boolean inParts = in.readUnsignedByte() < components;
                return checked(new ImageHeader(Format.JPEG, width, height, orientation, progressive || inParts));
            }
            read += length + 4;
            // SOF0 to SOF15 but for the tables DHT, JPG and DAC
            if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc) {
                if (length < 6) {
                    throw Refused.forGood("picture is broken");
                }
                in.readUnsignedByte();
                height = in.readUnsignedShort();
                width = in.readUnsignedShort();
                components = in.readUnsignedByte();
                progressive = marker != 0xc0 && marker != 0xc1;
                in.skipNBytes(length - 6);
                continue;
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
