// SPDX-License-Identifier: Apache-2.0
package org.satchel.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.satchel.convert.Pictures.PLACE;
import static org.satchel.convert.Pictures.bytes;
import static org.satchel.convert.Pictures.corners;
import static org.satchel.convert.Pictures.name;
import static org.satchel.convert.Pictures.text;
import static org.satchel.convert.Pictures.withExif;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
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

@Timeout(300)
class ImageScalerTest {

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
    void of_a_moving_picture_the_first_is_shown() throws Exception {
        var still =
                ImageIO.read(new ByteArrayInputStream(scale(Pictures.moving(40, 20), ImageHeader.Format.PNG, 20, 20)));
        assertThat(still.getWidth()).isEqualTo(20);
        assertThat(still.getHeight()).isEqualTo(10);
        assertThat(name(still.getRGB(5, 5))).isEqualTo('R');
    }

    @Test
    void comments_that_a_reader_would_copy_again_and_again_are_refused() throws Exception {
        var gif = Pictures.moving(40, 20);
        int flags = gif[10];
        int comments = 13 + (flags < 0 ? 3 * (2 << (flags & 7)) : 0);
        var block = new byte[256];
        block[0] = (byte) 255;
        for (int blocks : new int[] {3, 300}) {
            var whole = new ByteArrayOutputStream();
            whole.write(gif, 0, comments);
            whole.writeBytes(new byte[] {'!', (byte) 0xfe});
            for (int i = 0; i < blocks; i++) {
                whole.writeBytes(block);
            }
            whole.write(0);
            whole.write(gif, comments, gif.length - comments);
            if (blocks == 3) {
                assertThat(scale(whole.toByteArray(), ImageHeader.Format.PNG, 9, 9))
                        .isNotEmpty();
            } else {
                assertRefused(whole.toByteArray(), "too long a header");
            }
        }
    }

    @Test
    void a_picture_that_is_scanned_without_end_is_refused() throws Exception {
        assertThat(scale(Pictures.scannedAgain(corners(64, 32), 3), ImageHeader.Format.JPEG, 10, 10))
                .isNotEmpty();
        assertRefused(Pictures.scannedAgain(corners(64, 32), 2_000), "too many scans");
    }

    @Test
    void a_picture_with_very_many_texts_is_refused() throws Exception {
        assertThat(scale(Pictures.annotated(20), ImageHeader.Format.JPEG, 10, 10))
                .isNotEmpty();
        assertRefused(Pictures.annotated(80), "too long a header");
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
    @ValueSource(
            strings = {
                "",
                "x",
                "GIF89a",
                "GIF89a\u0001\u0000\u0001\u0000\u0000\u0000\u0000!",
                "<svg/>",
                "\u00ff\u00d8\u00ff",
                "\u0089PNG\r\n\u001a\n"
            })
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

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
