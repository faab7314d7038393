// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.satchel.model.Address;
import org.satchel.model.BodyPart;
import org.satchel.model.Summary;
import org.satchel.model.codec.SummaryCodec;
import org.satchel.model.text.TransferEncoding;

/// What a summary must be, whatever bytes it was made of.
final class SoundSummary {
    private SoundSummary() {}

    static void check(String what, byte[] bytes) {
        var summary = Samples.summarise(bytes);
        checkExtents(what, summary.body(), 0, bytes.length);
        checkContents(what, summary, bytes);
        assertThat(summary.preview().length()).isLessThanOrEqualTo(200);
        assertThat(SummaryCodec.decode(SummaryCodec.encode(summary))).as(what).isEqualTo(summary);
        for (var from : summary.values("From")) {
            Address.parse(from)
                    .ifPresent(
                            address -> assertThat(Address.parse(address.uri())).contains(address));
        }
    }

    /// Parts lie within their parents, one behind the other.
    private static void checkExtents(String what, BodyPart part, long from, long to) {
        var extent = part.extent();
        assertThat(extent.start()).as(what).isGreaterThanOrEqualTo(from);
        assertThat(extent.end()).as(what).isLessThanOrEqualTo(to);
        switch (part) {
            case BodyPart.Leaf leaf -> assertThat(leaf.lines()).isBetween(0L, extent.bodyBytes());
            case BodyPart.Nested nested -> checkExtents(what, nested.body(), extent.bodyStart(), extent.end());
            case BodyPart.Multipart multipart -> {
                assertThat(multipart.parts()).isNotEmpty();
                long at = extent.bodyStart();
                for (var child : multipart.parts()) {
                    checkExtents(what, child, at, extent.end());
                    at = child.extent().end();
                }
            }
        }
    }

    /// Each content is a range of the payload that decodes to as many bytes as it says.
    private static void checkContents(String what, Summary summary, byte[] bytes) {
        for (var part : summary.contents()) {
            var extent = part.extent();
            assertThat(extent.end()).as(what).isLessThanOrEqualTo(bytes.length);
            var range = new ByteArrayInputStream(bytes, (int) extent.bodyStart(), (int) extent.bodyBytes());
            try {
                var decoded =
                        TransferEncoding.named(part.encoding()).decode(range).readAllBytes();
                assertThat(part.decodedBytes()).as(what).isEqualTo(decoded.length);
            } catch (IOException impossible) {
                throw new AssertionError(impossible);
            }
        }
    }
}
