// SPDX-License-Identifier: Apache-2.0
package org.satchel.convert;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// Pictures as strangers send them, good and bad.
public final class Pictures {
    public static final String PLACE = "52.520008 13.404954";
    private static final int RED = 0xd02020;
    private static final int GREEN = 0x20d020;
    private static final int BLUE = 0x2020d0;
    private static final int GREY = 0x808080;

    private Pictures() {}

    /// Red and green above, blue and grey below.
    public static BufferedImage corners(int width, int height) {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                boolean left = x < width / 2;
                image.setRGB(x, y, y < height / 2 ? (left ? RED : GREEN) : (left ? BLUE : GREY));
            }
        }
        return image;
    }

    /// The letter of a colour of [#corners].
    public static char name(int rgb) {
        int red = rgb >> 16 & 0xff;
        int green = rgb >> 8 & 0xff;
        int blue = rgb & 0xff;
        if (Math.abs(red - green) < 50 && Math.abs(green - blue) < 50) {
            return 'W';
        }
        return red > green && red > blue ? 'R' : green > blue ? 'G' : 'B';
    }

    public static byte[] bytes(BufferedImage image, String kind) throws IOException {
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(image, kind, bytes);
        return bytes.toByteArray();
    }

    /// Puts a segment with an orientation and a place behind the start of the picture.
    public static byte[] withExif(byte[] jpeg, int orientation) throws IOException {
        var exif = new ByteArrayOutputStream();
        var tiff = new DataOutputStream(exif);
        tiff.writeBytes("Exif\0\0MM\0*");
        tiff.writeInt(8);
        tiff.writeShort(2);
        entry(tiff, 0x0112, 3, 1, orientation << 16);
        entry(tiff, 0x8825, 4, 1, 38);
        tiff.writeInt(0);
        tiff.writeShort(2);
        entry(tiff, 1, 2, 2, 'N' << 24);
        entry(tiff, 2, 5, 3, 68);
        tiff.writeInt(0);
        for (int part : new int[] {52, 1, 31, 1, 12, 1}) {
            tiff.writeInt(part);
        }
        tiff.writeBytes(PLACE);
        var whole = new ByteArrayOutputStream();
        var out = new DataOutputStream(whole);
        out.write(jpeg, 0, 2);
        out.writeShort(0xffe1);
        out.writeShort(exif.size() + 2);
        exif.writeTo(out);
        out.write(jpeg, 2, jpeg.length - 2);
        return whole.toByteArray();
    }

    private static void entry(DataOutputStream out, int tag, int type, int count, int value) throws IOException {
        out.writeShort(tag);
        out.writeShort(type);
        out.writeInt(count);
        out.writeInt(value);
    }

    public static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /// A GIF of two pictures, the first red, the second blue.
    public static byte[] moving(int width, int height) throws IOException {
        var writer = ImageIO.getImageWritersByFormatName("gif").next();
        var bytes = new ByteArrayOutputStream();
        try (var out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.prepareWriteSequence(null);
            for (int colour : new int[] {RED, BLUE}) {
                var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
                for (int i = 0; i < width * height; i++) {
                    image.setRGB(i % width, i / width, colour);
                }
                writer.writeToSequence(new IIOImage(image, null, null), null);
            }
            writer.endWriteSequence();
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /// A JPEG whose last scan comes again and again.
    public static byte[] scannedAgain(BufferedImage image, int times) throws IOException {
        var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        var bytes = new ByteArrayOutputStream();
        try (var out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            var param = writer.getDefaultWriteParam();
            param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
        var once = bytes.toByteArray();
        int scan = text(once).lastIndexOf("\u00ff\u00da");
        var all = new ByteArrayOutputStream();
        all.write(once, 0, once.length - 2);
        for (int i = 0; i < times; i++) {
            all.write(once, scan, once.length - 2 - scan);
        }
        all.write(once, once.length - 2, 2);
        return all.toByteArray();
    }

    /// A PNG that says it is huge.
    public static byte[] bomb() throws IOException {
        var bytes = bytes(corners(64, 32), "png");
        for (int side : new int[] {16, 20}) {
            bytes[side + 2] = (byte) (60_000 >> 8);
            bytes[side + 3] = (byte) 60_000;
        }
        return bytes;
    }

    /// A PNG with texts before its pixels.
    public static byte[] annotated(int texts) throws IOException {
        var plain = bytes(corners(64, 32), "png");
        int pixels = text(plain).indexOf("IDAT") - 4;
        var whole = new ByteArrayOutputStream();
        var out = new DataOutputStream(whole);
        out.write(plain, 0, pixels);
        for (int i = 0; i < texts; i++) {
            var chunk = "tEXtk\0v".getBytes(StandardCharsets.ISO_8859_1);
            var sum = new CRC32();
            sum.update(chunk);
            out.writeInt(chunk.length - 4);
            out.write(chunk);
            out.writeInt((int) sum.getValue());
        }
        out.write(plain, pixels, plain.length - pixels);
        return whole.toByteArray();
    }
}
