// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.payload;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;

/// Answers with some content, or with the range of it that was asked for.
// RFC 9110 §14, §15.3.7
final class Download {
    private Download() {}

    /// Content whose size nobody knows before it is written: whole or not at all.
    ///
    /// @param type media type with parameters
    /// @param tag the same for what means the same; its bytes may differ
    static Response streamed(StreamingOutput content, String type, String tag) {
        return guarded(Response.ok(content))
                .header("Content-Type", type)
                .header("Accept-Ranges", "none")
                // RFC 9110 §8.8.1
                .header("ETag", "W/\"" + tag + "\"")
                .build();
    }

    /// @param type media type with parameters
    /// @param tag changes when the bytes do, which is never
    static Response of(Content content, String type, String tag, HttpHeaders request) {
        var quoted = "\"" + tag + "\"";
        var condition = request.getHeaderString("If-Range");
        boolean ranged = condition == null || condition.equals(quoted);
        var range = ByteRange.of(ranged ? request.getHeaderString("Range") : null, content.size());
        long first = range.map(ByteRange::first).orElse(0L);
        long length = range.map(ByteRange::length).orElse(content.size());
        var answer = guarded(Response.status(range.isPresent() ? 206 : 200))
                .header("Content-Type", type)
                .header("Content-Length", length)
                .header("Accept-Ranges", "bytes")
                .header("ETag", quoted)
                .entity((StreamingOutput) out -> content.writeTo(out, first, length));
        range.ifPresent(
                it -> answer.header("Content-Range", "bytes " + it.first() + "-" + it.last() + "/" + content.size()));
        return answer.build();
    }

    /// What strangers sent must not be run by a browser that opens the URL.
    private static Response.ResponseBuilder guarded(Response.ResponseBuilder answer) {
        return answer.header("X-Content-Type-Options", "nosniff").header("Content-Security-Policy", "sandbox");
    }
}
