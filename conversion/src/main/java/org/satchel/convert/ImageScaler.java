// SPDX-License-Identifier: Apache-2.0
package org.satchel.convert;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// Makes a smaller picture: upright, not larger than asked, never larger than it was, and with nothing of what came
/// along with the original.
public final class ImageScaler {
    /// What one conversion, and all together, may cost.
    ///
    /// @param sourceBytesMax bytes of the stored picture
    /// @param pixelsMax pixels of the stored picture
    /// @param heldPixelsMax the same where a reader must hold all of them at once: interlaced, several scans
    /// @param sideMax longest side of the result
    /// @param atOnce conversions at a time
    /// @param patience how long one waits for its turn
    public record Limits(
            int sourceBytesMax, long pixelsMax, long heldPixelsMax, int sideMax, int atOnce, Duration patience) {
        public static final Limits DEFAULT =
                new Limits(32 * 1024 * 1024, 64_000_000, 16_000_000, 2048, 2, Duration.ofSeconds(10));
    }

    /// A picture for a list, of 200 pixels, is not larger.
    // S-15
    static final int PREVIEW_BYTES_MAX = 30 * 1000;

    /// Usual are ten or so.
    private static final int SCANS_MAX = 100;

    private static final float[] QUALITIES = {0.8f, 0.65f, 0.5f, 0.35f, 0.2f, 0.1f};
    private static final int WHITE = 0xff;

    private final Limits limits;
    private final Semaphore turns;

    public ImageScaler(Limits limits) {
        this.limits = limits;
        this.turns = new Semaphore(limits.atOnce(), true);
    }

    /// Where the bytes of the stored picture come from: opened twice.
    @FunctionalInterface
    public interface Source {
        InputStream open() throws IOException;
    }

    public Limits limits() {
        return limits;
    }

    /// @param width most pixels from left to right, as shown
    /// @param height most pixels from top to bottom, as shown
    /// @return the bytes of the new picture
    public byte[] scale(Source source, ImageHeader.Format format, int width, int height) throws Refused, IOException {
        ImageHeader header;
        try (var in = source.open()) {
            header = ImageHeader.read(in);
        }
        long pixels = (long) header.width() * header.height();
        if (pixels > (header.held() ? limits.heldPixelsMax() : limits.pixelsMax())) {
            throw Refused.forGood("picture has too many pixels");
        }
        takeTurn();
        try (var in = source.open()) {
            return scaled(in, header, format, width, height);
        } finally {
            turns.release();
        }
    }

    private void takeTurn() throws Refused {
        try {
            if (!turns.tryAcquire(limits.patience().toMillis(), TimeUnit.MILLISECONDS)) {
                throw Refused.forNow("too many conversions at a time");
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw Refused.forNow("server is stopping");
        }
    }

    private byte[] scaled(InputStream in, ImageHeader header, ImageHeader.Format format, int width, int height)
            throws Refused, IOException {
        int shownWidth = header.isTurned() ? header.height() : header.width();
        int shownHeight = header.isTurned() ? header.width() : header.height();
        double shrink = Math.min(
                1,
                Math.min(
                        (double) Math.min(width, limits.sideMax()) / shownWidth,
                        (double) Math.min(height, limits.sideMax()) / shownHeight));
        int targetWidth = Math.max(1, (int) (shownWidth * shrink));
        int targetHeight = Math.max(1, (int) (shownHeight * shrink));
        // at least two pixels of the source for one of the result
        int step = (int) Math.max(1, Math.min(256, 1 / shrink / 2));
        try {
            var decoded = decode(new BoundedInput(in, limits.sourceBytesMax(), scansMax(header)), header, step);
            boolean alpha =
                    format == ImageHeader.Format.PNG && decoded.getColorModel().hasAlpha();
            return encode(shrunk(decoded, header.orientation(), targetWidth, targetHeight, alpha), format);
        } catch (BoundedInput.TooMuch excess) {
            throw Refused.forGood("picture has too many " + excess.of());
        } catch (IOException | RuntimeException broken) {
            // the readers of the JDK meet broken pictures with all kinds of exceptions
            throw Refused.forGood("picture cannot be read");
        }
    }

    /// A JPEG may go over all its pixels again and again in few bytes.
    private static int scansMax(ImageHeader header) {
        return header.format() == ImageHeader.Format.JPEG && header.held() ? SCANS_MAX : Integer.MAX_VALUE;
    }

    private static BufferedImage decode(InputStream in, ImageHeader header, int step) throws IOException {
        var reader = reader(header.format());
        try (var stream = new MemoryCacheImageInputStream(in)) {
            reader.setInput(stream, true, true);
            if (reader.getWidth(0) != header.width() || reader.getHeight(0) != header.height()) {
                throw new IOException("two sizes");
            }
            ImageReadParam param = reader.getDefaultReadParam();
            param.setSourceSubsampling(step, step, 0, 0);
            return reader.read(0, param);
        } finally {
            reader.dispose();
        }
    }

    private static ImageReader reader(ImageHeader.Format format) throws IOException {
        var readers = ImageIO.getImageReadersByFormatName(format.name());
        if (!readers.hasNext()) {
            throw new IOException("no reader");
        }
        return readers.next();
    }

    /// Each pixel of the result is the mean of those that it stands for.
    private static BufferedImage shrunk(BufferedImage from, int orientation, int width, int height, boolean alpha) {
        boolean turned = orientation >= 5;
        int columns = turned ? height : width;
        int rows = turned ? width : height;
        var to = new BufferedImage(width, height, alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        var line = new int[from.getWidth()];
        for (int row = 0; row < rows; row++) {
            int top = (int) ((long) row * from.getHeight() / rows);
            int bottom = (int) Math.max(top + 1L, (long) (row + 1) * from.getHeight() / rows);
            var sums = new long[columns * 5];
            for (int y = top; y < bottom; y++) {
                from.getRGB(0, y, line.length, 1, line, 0, line.length);
                add(line, sums, columns);
            }
            for (int column = 0; column < columns; column++) {
                int x = turned ? row : column;
                int y = turned ? column : row;
                boolean mirrored = orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7;
                boolean upsideDown = orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8;
                to.setRGB(mirrored ? width - 1 - x : x, upsideDown ? height - 1 - y : y, mean(sums, column * 5, alpha));
            }
        }
        return to;
    }

    /// Sums of red, green and blue weighed by opacity, of opacity, and how many.
    private static void add(int[] line, long[] sums, int columns) {
        for (int column = 0; column < columns; column++) {
            int left = (int) ((long) column * line.length / columns);
            int right = (int) Math.max(left + 1L, (long) (column + 1) * line.length / columns);
            int at = column * 5;
            for (int x = left; x < right; x++) {
                int pixel = line[x];
                int opacity = pixel >>> 24;
                sums[at] += (long) (pixel >> 16 & 0xff) * opacity;
                sums[at + 1] += (long) (pixel >> 8 & 0xff) * opacity;
                sums[at + 2] += (long) (pixel & 0xff) * opacity;
                sums[at + 3] += opacity;
                sums[at + 4]++;
            }
        }
    }

    private static int mean(long[] sums, int at, boolean alpha) {
        long opacity = sums[at + 3];
        long count = sums[at + 4];
        int mean = 0;
        for (int i = 0; i < 3; i++) {
            long clear = alpha ? 0 : (count * WHITE - opacity) * WHITE;
            long all = alpha ? Math.max(1, opacity) : count * WHITE;
            mean = mean << 8 | (int) Math.min(WHITE, (sums[at + i] + clear) / all);
        }
        return alpha ? (int) (opacity / count) << 24 | mean : mean;
    }

    private static byte[] encode(BufferedImage image, ImageHeader.Format format) throws IOException {
        if (format == ImageHeader.Format.PNG) {
            return written(image, format, 0);
        }
        long budget = Math.max(PREVIEW_BYTES_MAX, (long) image.getWidth() * image.getHeight() / 2);
        byte[] bytes = {};
        for (float quality : QUALITIES) {
            bytes = written(image, format, quality);
            if (bytes.length <= budget) {
                break;
            }
        }
        return bytes;
    }

    /// @param quality from 0 to 1; PNG has none
    private static byte[] written(BufferedImage image, ImageHeader.Format format, float quality) throws IOException {
        var writers = ImageIO.getImageWritersByFormatName(format.name());
        if (!writers.hasNext()) {
            throw new IOException("no writer");
        }
        var writer = writers.next();
        var bytes = new ByteArrayOutputStream(PREVIEW_BYTES_MAX);
        try (var out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            var param = writer.getDefaultWriteParam();
            if (format == ImageHeader.Format.JPEG) {
                param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                param.setCompressionQuality(quality);
            }
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
