// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder;

import java.util.Optional;
import org.satchel.model.mime.CpimHeaders;
import org.satchel.model.text.HeaderBlock;

/// A CPIM message: message headers, then a MIME entity. Its framing is checked strictly here, once, before anything is
/// stored. RFC 3862 §2
///
/// @param headers the message headers
/// @param contentHeaders the headers of the MIME entity
/// @param content the bytes after them
record Cpim(CpimHeaders headers, HeaderBlock contentHeaders, Octets content) {
    /// @throws Refusal with 400 when it is no CPIM message within the limits
    static Cpim parse(Octets body, RecorderLimits limits) {
        int start = 0;
        int end = blockEnd(body, start, limits);
        var block = block(body, start, end);
        if (type(block).equals(Content.CPIM)) {
            // The MIME headers of the CPIM message itself, as the examples of RFC 3862 §5 print them.
            start = end;
            end = blockEnd(body, start, limits);
            block = block(body, start, end);
        }
        if (!type(block).isEmpty()) {
            // A sender that forgot the empty line before the MIME headers: what it means is plain.
            return new Cpim(CpimHeaders.of(block), block, body.slice(end, body.size()));
        }
        int contentStart = blockEnd(body, end, limits);
        return new Cpim(CpimHeaders.of(block), block(body, end, contentStart), body.slice(contentStart, body.size()));
    }

    /// Content type of the MIME entity. RFC 2045 §5.2: plain text when it says nothing.
    String contentType() {
        return contentHeaders.first("Content-Type").orElse("text/plain");
    }

    /// IMDN Message-ID of this message. RFC 5438 §6.3
    Optional<String> imdnId() {
        return Optional.ofNullable(headers.imdn("Message-ID"))
                .map(String::strip)
                .filter(id -> !id.isEmpty());
    }

    /// A header that RFC 3862 defines.
    Optional<String> core(String name) {
        return Optional.ofNullable(headers.core(name)).filter(value -> !value.isBlank());
    }

    private static HeaderBlock block(Octets body, int from, int to) {
        return HeaderBlock.parse(body.slice(from, to).toBytes(), 0, to - from);
    }

    private static String type(HeaderBlock block) {
        return block.first("Content-Type")
                .flatMap(MediaType::parse)
                .map(MediaType::name)
                .orElse("");
    }

    /// End of the header block that begins at `start`, its empty line included.
    private static int blockEnd(Octets body, int start, RecorderLimits limits) {
        int lines = 0;
        int at = start;
        while (true) {
            int end = lineEnd(body, at, limits.cpimLineBytesMax());
            int length = end - at - (end - at >= 2 && body.at(end - 2) == '\r' ? 2 : 1);
            if (length == 0) {
                return end;
            }
            if (++lines > limits.cpimHeadersMax()) {
                throw new Refusal(400, "Too Many CPIM Headers");
            }
            boolean folded = lines > 1 && (body.at(at) == ' ' || body.at(at) == '\t');
            if (!folded) {
                checkField(body, at, at + length);
            }
            at = end;
        }
    }

    /// Index behind the line feed of the line at `from`. A bare line feed is taken too: some clients write nothing
    /// else.
    private static int lineEnd(Octets body, int from, int bytesMax) {
        int stop = Math.min(body.size(), from + bytesMax);
        for (int i = from; i < stop; i++) {
            if (body.at(i) == '\n') {
                return i + 1;
            }
        }
        throw new Refusal(400, stop < body.size() ? "CPIM Line Too Long" : "CPIM Message Ends In Its Headers");
    }

    /// RFC 3862 §2.3: a name of graphic characters, a colon, a value without controls.
    private static void checkField(Octets body, int from, int to) {
        int colon = from;
        while (colon < to && body.at(colon) != ':') {
            if (body.at(colon) <= ' ' || body.at(colon) == 0x7f) {
                throw new Refusal(400, "Malformed CPIM Header");
            }
            colon++;
        }
        if (colon == from || colon == to) {
            throw new Refusal(400, "Malformed CPIM Header");
        }
        for (int i = colon + 1; i < to; i++) {
            byte b = body.at(i);
            if (b >= 0 && b < ' ' && b != '\t') {
                throw new Refusal(400, "Control Character In CPIM Header");
            }
        }
    }
}
