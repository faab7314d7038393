// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ImageScalerTest {
    private static final String PLACE = "52.520008 13.404954";
    private static final int RED = 0xd02020;
    private static final int GREEN = 0x20d020;
    private static final int BLUE = 0x2020d0;
    private static final int GREY = 0x808080;

    private final ImageScaler scaler = new ImageScaler(ImageScaler.Limits.DEFAULT);

    // S-15
    @Test
    void a_preview_of_a_photograph_is_small_upright_and_says_nothing_of_the_place() throws Exception {
        var random = new Random(4);
        var photograph = new BufferedImage(4000, 3000, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 3000; y++) {
            for (int x = 0; x < 4000; x++) {
                photograph.setRGB(x, y, (x / 16) * 65_536 + (y / 12) * 256 + random.nextInt(60));
            }
        }
        var stored = withExif(bytes(photograph, "jpeg"), 6);
        assertThat(text(stored)).contains("Exif", PLACE);
        var before = stored.clone();

        long allocated = allocated();
        var preview = scale(stored, ImageHeader.Format.JPEG, 200, 200);
        assertThat(allocated() - allocated)
                .as("bytes allocated beyond the photograph's own")
                .isLessThan(24L * 1024 * 1024 + 2L * stored.length);

        var image = ImageIO.read(new ByteArrayInputStream(preview));
        assertThat(image.getWidth()).isEqualTo(150);
        assertThat(image.getHeight()).isEqualTo(200);
        assertThat(preview.length).isLessThanOrEqualTo(30_000);
        assertThat(text(preview)).doesNotContain("Exif", PLACE);
        assertThat(stored).isEqualTo(before);
    }

    @Test
    void a_preview_of_mere_noise_is_small_too() throws Exception {
        var random = new Random(5);
        var noise = new BufferedImage(400, 400, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 160_000; i++) {
            noise.setRGB(i % 400, i / 400, random.nextInt());
        }
        assertThat(scale(bytes(noise, "png"), ImageHeader.Format.JPEG, 200, 200).length)
                .isLessThanOrEqualTo(30_000);
    }

    /// The corners of the picture as stored: red and green above, blue and grey below. EXIF 2.32 §4.6.4
    @ParameterizedTest
    @CsvSource({"1,RGBW", "2,GRWB", "3,WBGR", "4,BWRG", "5,RBGW", "6,BRWG", "7,WGBR", "8,GWRB"})
    void a_picture_is_turned_as_it_is_to_be_shown(int orientation, String corners) throws Exception {
        var stored = withExif(bytes(corners(64, 32), "jpeg"), orientation);
        var shown = ImageIO.read(new ByteArrayInputStream(scale(stored, ImageHeader.Format.JPEG, 32, 32)));
        int width = orientation >= 5 ? 16 : 32;
        int height = orientation >= 5 ? 32 : 16;
        assertThat(shown.getWidth()).isEqualTo(width);
        assertThat(shown.getHeight()).isEqualTo(height);
        var seen = "" + name(shown.getRGB(3, 3)) + name(shown.getRGB(width - 4, 3)) + name(shown.getRGB(3, height - 4))
                + name(shown.getRGB(width - 4, height - 4));
        assertThat(seen).isEqualTo(corners);
    }

    @Test
    void what_can_be_seen_through_becomes_white_in_a_jpeg_and_stays_in_a_png() throws Exception {
        var clear = new BufferedImage(40, 40, BufferedImage.TYPE_INT_ARGB);
        var jpeg = scale(bytes(clear, "png"), ImageHeader.Format.JPEG, 20, 20);
        assertThat(ImageIO.read(new ByteArrayInputStream(jpeg)).getRGB(5, 5) & 0xffffff)
                .isGreaterThan(0xfcfcfb);
        var png = scale(bytes(clear, "png"), ImageHeader.Format.PNG, 20, 20);
        assertThat(ImageIO.read(new ByteArrayInputStream(png)).getRGB(5, 5)).isZero();
    }

    @Test
    void a_picture_never_becomes_larger() throws Exception {
        var image = ImageIO.read(
                new ByteArrayInputStream(scale(bytes(corners(64, 32), "png"), ImageHeader.Format.PNG, 2000, 2000)));
        assertThat(image.getWidth()).isEqualTo(64);
        assertThat(image.getHeight()).isEqualTo(32);
    }

    @Test
    void a_picture_with_too_many_pixels_is_refused_before_it_is_decoded() throws Exception {
        var bomb = bytes(corners(64, 32), "png");
        bomb[18] = (byte) 0xff;
        bomb[22] = (byte) 0xff;
        assertRefused(bomb, "too many pixels");
        var jpeg = bytes(corners(64, 32), "jpeg");
        int frame = text(jpeg).indexOf("\u00ff\u00c0");
        jpeg[frame + 5] = (byte) 0xff;
        jpeg[frame + 7] = (byte) 0xff;
        assertRefused(jpeg, "too many pixels");
        // all of a progressive one is held at once
        jpeg[frame + 1] = (byte) 0xc2;
        jpeg[frame + 5] = (byte) 0x10;
        assertRefused(jpeg, "too many pixels");
    }

    @Test
    void a_picture_with_too_many_bytes_is_refused() throws Exception {
        var narrow =
                new ImageScaler(new ImageScaler.Limits(500, 64_000_000, 16_000_000, 2048, 2, Duration.ofSeconds(1)));
        var stored = bytes(corners(640, 320), "jpeg");
        assertThat(stored.length).isGreaterThan(500);
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(
                        () -> narrow.scale(() -> new ByteArrayInputStream(stored), ImageHeader.Format.JPEG, 100, 100))
                .withMessageContaining("too many bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "GIF89a", "<svg/>", "\u00ff\u00d8\u00ff", "\u0089PNG\r\n\u001a\n"})
    void what_is_no_picture_is_refused(String text) {
        assertRefused(text.getBytes(StandardCharsets.ISO_8859_1), "");
    }

    @Test
    void half_a_picture_is_refused_or_shown_but_no_defect() throws Exception {
        for (var kind : new String[] {"jpeg", "png"}) {
            var whole = bytes(corners(64, 32), kind);
            for (int length = 0; length < whole.length; length += 7) {
                var half = Arrays.copyOf(whole, length);
                try {
                    assertThat(scale(half, ImageHeader.Format.JPEG, 10, 10)).isNotEmpty();
                } catch (Refused refused) {
                    assertThat(refused.isTemporary()).isFalse();
                }
            }
        }
    }

    @Test
    void who_does_not_get_a_turn_may_come_again() throws Exception {
        var one = new ImageScaler(
                new ImageScaler.Limits(100_000, 64_000_000, 16_000_000, 2048, 1, Duration.ofMillis(20)));
        var stored = bytes(corners(64, 32), "jpeg");
        var reading = new CountDownLatch(1);
        var done = new CountDownLatch(1);
        var opened = new int[1];
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> one.scale(
                    () -> {
                        if (++opened[0] == 2) {
                            reading.countDown();
                            await(done);
                        }
                        return new ByteArrayInputStream(stored);
                    },
                    ImageHeader.Format.JPEG,
                    10,
                    10));
            await(reading);
            assertThatExceptionOfType(Refused.class)
                    .isThrownBy(
                            () -> one.scale(() -> new ByteArrayInputStream(stored), ImageHeader.Format.JPEG, 10, 10))
                    .matches(Refused::isTemporary);
            done.countDown();
            assertThat(first.get()).isNotEmpty();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private byte[] scale(byte[] stored, ImageHeader.Format format, int width, int height) throws Refused, IOException {
        return scaler.scale(() -> new ByteArrayInputStream(stored), format, width, height);
    }

    private void assertRefused(byte[] stored, String why) {
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> scale(stored, ImageHeader.Format.JPEG, 100, 100))
                .withMessageContaining(why);
    }

    private static BufferedImage corners(int width, int height) {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                boolean left = x < width / 2;
                image.setRGB(x, y, y < height / 2 ? (left ? RED : GREEN) : (left ? BLUE : GREY));
            }
        }
        return image;
    }

    private static char name(int rgb) {
        int red = rgb >> 16 & 0xff;
        int green = rgb >> 8 & 0xff;
        int blue = rgb & 0xff;
        if (Math.abs(red - green) < 50 && Math.abs(green - blue) < 50) {
            return 'W';
        }
        return red > green && red > blue ? 'R' : green > blue ? 'G' : 'B';
    }

    private static byte[] bytes(BufferedImage image, String kind) throws IOException {
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(image, kind, bytes);
        return bytes.toByteArray();
    }

    /// Puts a segment with an orientation and a place behind the start of the picture.
    private static byte[] withExif(byte[] jpeg, int orientation) throws IOException {
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

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
