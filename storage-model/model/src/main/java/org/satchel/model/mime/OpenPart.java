// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.mime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BodyPart;
import org.satchel.model.BodyPart.Extent;
import org.satchel.model.Envelope;
import org.satchel.model.text.HeaderBlock;
import org.satchel.model.text.TransferEncoding;

/// A part whose end was not seen yet.
final class OpenPart {
    /// Longer boundaries are no boundaries. RFC 2046 §5.1.1 allows 70.
    private static final int BOUNDARY_LENGTH_MAX = 200;

    private final HeaderBlock block;
    private final long start;
    final long bodyStart;

    /// Line feeds in the payload before the body.
    final long feedsBefore;

    final List<BodyPart> children = new ArrayList<>(2);
    BodyPart.Head head;

    @Nullable
    LeafIntake intake;

    boolean closed;
    private byte @Nullable [] boundary;
    private @Nullable Envelope envelope;
    private boolean multipart;

    OpenPart(HeaderBlock block, BodyPart.Head head, long start, long bodyStart, long feedsBefore) {
        this.block = block;
        this.head = head;
        this.start = start;
        this.bodyStart = bodyStart;
        this.feedsBefore = feedsBefore;
    }

    /// Makes this a multipart.
    void divide() {
        multipart = true;
        for (var parameter : head.parameters()) {
            var value = parameter.value();
            if (parameter.name().equalsIgnoreCase("boundary")
                    && !value.isEmpty()
                    && value.length() <= BOUNDARY_LENGTH_MAX) {
                boundary = value.getBytes(StandardCharsets.UTF_8);
                return;
            }
        }
    }

    /// Makes this a message inside the message; its envelope comes with its own header.
    void nest() {
        envelope = EnvelopeReader.EMPTY;
    }

    /// Tells this part the header block of what begins in it.
    void begin(HeaderBlock child) {
        if (envelope != null) {
            envelope = EnvelopeReader.read(child);
        }
    }

    boolean isMultipart() {
        return multipart;
    }

    boolean awaitsDelimiter() {
        return boundary != null && !closed;
    }

    boolean isDividedBy(byte[] line, int length) {
        return isDelimiter(line, length, "");
    }

    boolean isClosedBy(byte[] line, int length) {
        return isDelimiter(line, length, "--");
    }

    private boolean isDelimiter(byte[] line, int length, String tail) {
        if (boundary == null || closed) {
            return false;
        }
        int end = length;
        while (end > 0
                && (line[end - 1] == '\n' || line[end - 1] == '\r' || line[end - 1] == ' ' || line[end - 1] == '\t')) {
            end--;
        }
        if (end != 2 + boundary.length + tail.length()) {
            return false;
        }
        for (int i = 0; i < boundary.length; i++) {
            if (line[2 + i] != boundary[i]) {
                return false;
            }
        }
        return tail.isEmpty() || (line[end - 1] == '-' && line[end - 2] == '-');
    }

    BodyPart close(long end, long feeds, Consumer<FoundLeaf> found) {
        var extent = new Extent(start, bodyStart, end);
        if (envelope != null) {
            return new BodyPart.Nested(head, extent, feeds - feedsBefore, envelope, children.getFirst());
        }
        if (multipart) {
            if (children.isEmpty()) {
                children.add(undivided(end, feeds, found));
            }
            return new BodyPart.Multipart(head, extent, children);
        }
        var leaf = new BodyPart.Leaf(head, extent, feeds - feedsBefore);
        found.accept(new FoundLeaf(leaf, block, intake()));
        return leaf;
    }

    /// The whole body of a multipart in which no part begins, as plain text: a multipart has at least one part. RFC
    /// 3501 §9 body-type-mpart
    private BodyPart undivided(long end, long feeds, Consumer<FoundLeaf> found) {
        var leaf = new BodyPart.Leaf(PartHead.plainText(), new Extent(bodyStart, bodyStart, end), feeds - feedsBefore);
        if (end > bodyStart) {
            found.accept(new FoundLeaf(leaf, HeaderBlock.EMPTY, intake()));
        }
        return leaf;
    }

    private LeafIntake intake() {
        return intake == null ? new LeafIntake(TransferEncoding.IDENTITY, 0) : intake;
    }
}
