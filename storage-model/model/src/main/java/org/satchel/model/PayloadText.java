// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import java.io.IOException;
import org.satchel.model.text.EncodedWords;
import org.satchel.model.text.HeaderBlock;
import org.satchel.model.text.Needle;

/// What a search reads from the payload of a candidate: its header block, and the text of its body.
final class PayloadText {
    private PayloadText() {}

    /// The header block of the object itself, as far as [HeaderBlock#BYTES_MAX] goes.
    static HeaderBlock header(Query.Candidate candidate) {
        return header(candidate, candidate.summary().body());
    }

    private static HeaderBlock header(Query.Candidate candidate, BodyPart part) {
        var extent = part.extent();
        long length = Math.min(extent.bodyStart() - extent.start(), HeaderBlock.BYTES_MAX);
        try (var in = candidate.payload().open(extent.start(), length)) {
            var bytes = in.readNBytes((int) length);
            return HeaderBlock.parse(bytes, 0, bytes.length);
        } catch (IOException unreadable) {
            throw unavailable(candidate, unreadable);
        }
    }

    /// True when some field, written `name: value` with encoded words decoded, contains the text.
    static boolean headerContains(Query.Candidate candidate, Needle needle) {
        return headerContains(candidate, candidate.summary().body(), needle);
    }

    private static boolean headerContains(Query.Candidate candidate, BodyPart part, Needle needle) {
        for (var field : header(candidate, part).fields()) {
            if (needle.isIn(field.name() + ": " + EncodedWords.decode(field.value()))) {
                return true;
            }
        }
        return false;
    }

    static boolean bodyContains(Query.Candidate candidate, Needle needle) {
        for (var part : candidate.summary().contents()) {
            if (BodyText.isText(part) && contains(candidate, part, needle)) {
                return true;
            }
        }
        return innerHeaderContains(candidate, candidate.summary().body(), needle);
    }

    /// The header of a message within the object is text of the object's body.
    private static boolean innerHeaderContains(Query.Candidate candidate, BodyPart part, Needle needle) {
        return switch (part) {
            case BodyPart.Leaf leaf -> false;
            case BodyPart.Multipart multipart ->
                multipart.parts().stream().anyMatch(inner -> innerHeaderContains(candidate, inner, needle));
            case BodyPart.Nested nested ->
                headerContains(candidate, nested.body(), needle)
                        || innerHeaderContains(candidate, nested.body(), needle);
        };
    }

    private static boolean contains(Query.Candidate candidate, ContentPart part, Needle needle) {
        try (var text = BodyText.open(part, candidate.payload())) {
            return needle.isIn(text);
        } catch (IOException unreadable) {
            throw unavailable(candidate, unreadable);
        }
    }

    private static StoreFailure.Unavailable unavailable(Query.Candidate candidate, IOException cause) {
        return new StoreFailure.Unavailable(
                "payload of object " + candidate.entry().object().number(), cause);
    }
}
