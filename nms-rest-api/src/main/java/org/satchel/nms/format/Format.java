// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.format;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How a document is written on the wire.
// OMA NMS §4.1
public enum Format {
    JSON("application/json"),
    XML("application/xml");

    /// What the present request is answered in. Set once, where the request is handed to its resource.
    public static final ScopedValue<Format> ANSWER = ScopedValue.newInstance();

    private final String mediaType;

    Format(String mediaType) {
        this.mediaType = mediaType;
    }

    public String mediaType() {
        return mediaType;
    }

    /// The format of a body: XML when its media type says so, else JSON.
    public static Format ofBody(String mediaType) {
        return isXml(mediaType) ? XML : JSON;
    }

    /// The format of an answer: what the query asks for, else what is best accepted, else that of the request's own
    /// body. Never a reason to refuse: who accepts neither gets JSON.
    ///
    /// @param resFormat value of that query parameter
    /// @param accept the header field
    /// @param contentType of the request
    public static Format ofAnswer(@Nullable String resFormat, @Nullable String accept, @Nullable String contentType) {
        var asked = resFormat == null ? "" : resFormat.strip().toUpperCase(Locale.ROOT);
        if (asked.equals("XML")) {
            return XML;
        }
        if (asked.equals("JSON")) {
            return JSON;
        }
        if (JSON.mediaType.equals(accept)) {
            return JSON;
        }
        return Optional.ofNullable(accept)
                .flatMap(Format::best)
                .orElseGet(() -> contentType == null ? JSON : ofBody(contentType));
    }

    /// Empty when all are accepted alike, or none by name.
    // RFC 9110 §12.5.1
    private static Optional<Format> best(String accept) {
        double json = 0;
        double xml = 0;
        for (var range : accept.toLowerCase(Locale.ROOT).split(",")) {
            double quality = quality(range);
            if (isXml(range)) {
                xml = Math.max(xml, quality);
            } else if (head(range).endsWith("json")) {
                json = Math.max(json, quality);
            }
        }
        return json == xml ? Optional.empty() : Optional.of(json > xml ? JSON : XML);
    }

    private static double quality(String range) {
        int at = range.indexOf("q=");
        if (at < 0) {
            return 1;
        }
        var value = range.substring(at + 2).split("[;\\s]", 2)[0];
        return value.matches("[01](\\.\\d{0,3})?") ? Double.parseDouble(value) : 0;
    }

    private static boolean isXml(String mediaType) {
        var head = head(mediaType.toLowerCase(Locale.ROOT));
        return head.endsWith("/xml") || head.endsWith("+xml");
    }

    private static String head(String mediaType) {
        return mediaType.split(";", 2)[0].strip();
    }
}
