// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.convert;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BodyPart;
import org.satchel.model.Payload;
import org.satchel.model.text.Charsets;
import org.satchel.model.text.TransferEncoding;

/// Knows which conversions there are, and does one.
// RFC 5259
public final class Converter {
    /// Side of a picture when nobody says what it is for.
    private static final int PREVIEW_SIDE = 200;

    private static final int PIXELS_MAX = 65_535;
    private static final Set<String> PICTURES = Set.of("image/jpeg", "image/png");
    private static final List<String> TEXTS =
            List.of("text/plain", "text/html", "text/xml", "text/vcard", "text/calendar");
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
        for (var from : List.of("image/jpeg", "image/png")) {
            for (var to : List.of("image/jpeg", "image/png")) {
                all.add(new Conversion(from, to, SIDES));
            }
        }
        TEXTS.forEach(type -> all.add(new Conversion(type, type, CHARSET)));
        return List.copyOf(all);
    }

    /// What the server chooses when the client leaves it to it.
    public static String typeFor(BodyPart.Head head, Target target) {
        if (target.type() != null) {
            return target.type();
        }
        var from = typeOf(head);
        return PICTURES.contains(from) ? "image/jpeg" : from;
    }

    public static String typeOf(BodyPart.Head head) {
        return (head.type() + '/' + head.subtype()).toLowerCase(Locale.ROOT);
    }

    /// @param payload the object that the part is in
    public Converted convert(BodyPart.Leaf part, Payload payload, Target target) throws Refused, IOException {
        var from = typeOf(part.head());
        var to = typeFor(part.head(), target);
        ImageScaler.Source source = () -> open(part, payload);
        if (PICTURES.contains(from) && PICTURES.contains(to)) {
            only(SIDES, target);
            int usual = target.type() == null ? PREVIEW_SIDE : scaler.limits().sideMax();
            int width = pixels(target, "pix-x", usual);
            int height = pixels(target, "pix-y", usual);
            var format = to.equals("image/png") ? ImageHeader.Format.PNG : ImageHeader.Format.JPEG;
            return new Converted.Picture(format, scaler.scale(source, format, width, height));
        }
        if (TEXTS.contains(from) && from.equals(to)) {
            only(CHARSET, target);
            var name = target.parameters().getOrDefault("charset", "utf-8");
            var charset = name.equalsIgnoreCase("us-ascii")
                    ? StandardCharsets.US_ASCII
                    : Charsets.find(name).orElseThrow(() -> Refused.forGood("charset is unknown"));
            var recoding = new TextRecoding(charset(part.head()), charset);
            try (var in = source.open()) {
                return new Converted.Text(part.head(), recoding, source, name, recoding.measure(in));
            }
        }
        throw Refused.forGood("no such conversion");
    }

    private static InputStream open(BodyPart.Leaf part, Payload payload) throws IOException {
        var extent = part.extent();
        return TransferEncoding.named(part.head().encoding())
                .decode(payload.open(extent.bodyStart(), extent.bodyBytes()));
    }

    private static Charset charset(BodyPart.Head head) {
        for (var parameter : head.parameters()) {
            if (parameter.name().equalsIgnoreCase("charset")) {
                return Charsets.named(parameter.value());
            }
        }
        return StandardCharsets.UTF_8;
    }

    private static void only(List<String> known, Target target) throws Refused {
        for (var name : target.parameters().keySet()) {
            if (!known.contains(name)) {
                throw Refused.forGood("parameter is unknown");
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
            throw Refused.forGood("number of pixels is not from 1 to " + PIXELS_MAX);
        }
        return pixels;
    }
}
