// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.mime;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BodyPart;
import org.satchel.model.ContentPart;
import org.satchel.model.text.Charsets;
import org.satchel.model.text.HeaderBlock;

/// A leaf of the MIME tree with what was kept of its bytes.
record FoundLeaf(BodyPart.Leaf leaf, HeaderBlock block, LeafIntake intake) {
    /// True for parts of which the head is kept.
    static boolean mayHoldText(BodyPart.Head head) {
        return head.type().equalsIgnoreCase("text") || isXml(head);
    }

    /// XML, and the near-XML of CPM.
    static boolean isXml(BodyPart.Head head) {
        var subtype = head.subtype().toLowerCase(Locale.ROOT);
        return subtype.endsWith("+xml") || subtype.equals("xml") || subtype.startsWith("x-cpm-");
    }

    ContentPart part() {
        var head = leaf.head();
        return new ContentPart(
                contentType(),
                head.encoding(),
                head.id(),
                block.firstOr("Content-Disposition", null),
                head.location(),
                leaf.extent(),
                intake.decodedBytes(leaf.extent().bodyBytes()));
    }

    /// The first characters, decoded.
    String text() {
        return intake.text(Charsets.named(charset()));
    }

    @Nullable
    String charset() {
        for (var parameter : leaf.head().parameters()) {
            if (parameter.name().equalsIgnoreCase("charset")) {
                return parameter.value();
            }
        }
        return null;
    }

    private String contentType() {
        var written = block.firstOr("Content-Type", null);
        return written != null && written.indexOf('/') > 0
                ? written
                : leaf.head().type() + "/" + leaf.head().subtype();
    }
}
