// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.payload;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;

/// Answers with some content, or with the range of it that was asked for.
// RFC 9110 §14, §15.3.7
final class Download {
    private Download() {}

    /// @param type media type with parameters
    /// @param tag changes when the bytes do, which is never
    static Response of(Content content, String type, String tag, HttpHeaders request) {
        var quoted = "\"" + tag + "\"";
        var condition = request.getHeaderString("If-Range");
        boolean ranged = condition == null || condition.equals(quoted);
        var range = ByteRange.of(ranged ? request.getHeaderString("Range") : null, content.size());
        long first = range.map(ByteRange::first).orElse(0L);
        long length = range.map(ByteRange::length).orElse(content.size());
        var answer = Response.status(range.isPresent() ? 206 : 200)
                .header("Content-Type", type)
                .header("Content-Length", length)
                .header("Accept-Ranges", "bytes")
                .header("ETag", quoted)
                // What strangers sent must not be run by a browser that opens the URL.
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "sandbox")
                .entity((StreamingOutput) out -> content.writeTo(out, first, length));
        range.ifPresent(
                it -> answer.header("Content-Range", "bytes " + it.first() + "-" + it.last() + "/" + content.size()));
        return answer.build();
    }
}
