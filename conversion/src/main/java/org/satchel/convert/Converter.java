// SPDX-License-Identifier: Apache-2.0
package org.satchel.convert;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.satchel.model.text.Charsets;

/// Knows which conversions there are, and does one.
// RFC 5259
public final class Converter {
    /// Side of a picture when nobody says what it is for.
    private static final int PREVIEW_SIDE = 200;

    private static final int PIXELS_MAX = 65_535;
    private static final List<String> SHOWN = List.of("image/jpeg", "image/png", "image/gif");
    private static final List<String> PICTURES = List.of("image/jpeg", "image/png");
    private static final List<String> TEXTS =
            List.of("text/plain", "text/html", "text/xml", "text/vcard", "text/calendar");
    // RFC 2534 §4.1
    private static final List<String> SIDES = List.of("pix-x", "pix-y");
    private static final List<String> CHARSET = List.of("charset");

    private final ImageScaler scaler;

    public Converter(ImageScaler scaler) {
        this.scaler = scaler;
    }

    /// What one media type can be made into.
    ///
    /// @param parameters names of what may be said about the result
    public record Conversion(String from, String to, List<String> parameters) {}

    /// What is wanted.
    ///
    /// @param type null = the server's choice
    /// @param parameters names in small letters
    public record Target(@Nullable String type, Map<String, String> parameters) {
        public Target {
            type = type == null ? null : type.toLowerCase(Locale.ROOT);
            parameters = Map.copyOf(parameters);
        }
    }

    public static List<Conversion> all() {
        var all = new ArrayList<Conversion>();
        for (var from : SHOWN) {
            for (var to : PICTURES) {
                all.add(new Conversion(from, to, SIDES));
            }
        }
        TEXTS.forEach(type -> all.add(new Conversion(type, type, CHARSET)));
        return List.copyOf(all);
    }

    /// What the server chooses for content of type `from` when the client leaves it to it.
    public static String typeFor(String from, Target target) {
        if (target.type() != null) {
            return target.type();
        }
        return SHOWN.contains(from) ? "image/jpeg" : from;
    }

    /// Looks at what is wanted alone, whatever is to become that.
    ///
    /// @throws Refused when no content can become that
    public void check(Target target) throws Refused {
        var type = target.type();
        if (type != null && PICTURES.contains(type)) {
            sides(target);
        } else if (type != null && TEXTS.contains(type)) {
            charset(target);
        } else if (type != null) {
            throw Refused.asWanted("no such conversion");
        }
    }

    public Converted convert(Original original, Target target) throws Refused, IOException {
        var from = original.type();
        var to = typeFor(from, target);
        if (SHOWN.contains(from) && PICTURES.contains(to)) {
            var sides = sides(target);
            var format = to.equals("image/png") ? ImageHeader.Format.PNG : ImageHeader.Format.JPEG;
            var bytes = scaler.scale(original.source(), format, sides.width(), sides.height());
            return new Converted.Picture(format, bytes);
        }
        if (TEXTS.contains(from) && from.equals(to)) {
            var charset = charset(target);
            var recoding = new TextRecoding(original.charset(), charset.charset());
            try (var in = original.source().open()) {
                return new Converted.Text(from, recoding, original.source(), charset.name(), recoding.measure(in));
            }
        }
        throw Refused.forGood("no such conversion");
    }

    private record Sides(int width, int height) {}

    private record Named(String name, Charset charset) {}

    private Sides sides(Target target) throws Refused {
        only(SIDES, target);
        int usual = target.type() == null ? PREVIEW_SIDE : scaler.limits().sideMax();
        return new Sides(pixels(target, "pix-x", usual), pixels(target, "pix-y", usual));
    }

    private static Named charset(Target target) throws Refused {
        only(CHARSET, target);
        var name = target.parameters().getOrDefault("charset", "utf-8");
        var charset = name.equalsIgnoreCase("us-ascii")
                ? StandardCharsets.US_ASCII
                : Charsets.find(name).orElseThrow(() -> Refused.asWanted("charset is unknown"));
        return new Named(name, charset);
    }

    private static void only(List<String> known, Target target) throws Refused {
        for (var name : target.parameters().keySet()) {
            if (!known.contains(name)) {
                throw Refused.asWanted("parameter is unknown");
            }
        }
    }

    private static int pixels(Target target, String name, int usual) throws Refused {
        var text = target.parameters().get(name);
        if (text == null) {
            return usual;
        }
        int pixels = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
        if (pixels < 1 || pixels > PIXELS_MAX) {
            throw Refused.asWanted("number of pixels is not from 1 to " + PIXELS_MAX);
        }
        return pixels;
    }
}
