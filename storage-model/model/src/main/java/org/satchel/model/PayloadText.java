// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.satchel.model.text.EncodedWords;
import org.satchel.model.text.HeaderBlock;
import org.satchel.model.text.Needle;

/// What a search reads from the payload of a candidate: its header block, and the text of its body.
final class PayloadText {
    private PayloadText() {}

    /// The header block of the object itself, as far as [HeaderBlock#BYTES_MAX] goes.
    static HeaderBlock header(Query.Candidate candidate) {
        long length = Math.min(candidate.summary().body().extent().bodyStart(), HeaderBlock.BYTES_MAX);
        try (var in = candidate.payload().open(0, length)) {
            var bytes = in.readNBytes((int) length);
            return HeaderBlock.parse(bytes, 0, bytes.length);
        } catch (IOException unreadable) {
            throw unavailable(candidate, unreadable);
        }
    }

    /// True when some field, written `name: value` with encoded words decoded, contains the text.
    static boolean headerContains(Query.Candidate candidate, Needle needle) {
        for (var field : header(candidate).fields()) {
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
        return preambleContains(candidate, candidate.summary().body(), needle);
    }

    /// What stands in a multipart before its first part is text of the object's body, though no part holds it.
    private static boolean preambleContains(Query.Candidate candidate, BodyPart part, Needle needle) {
        return switch (part) {
            case BodyPart.Leaf leaf -> false;
            case BodyPart.Nested nested -> preambleContains(candidate, nested.body(), needle);
            case BodyPart.Multipart multipart ->
                needle.isIn(preamble(candidate, multipart))
                        || multipart.parts().stream().anyMatch(inner -> preambleContains(candidate, inner, needle));
        };
    }

    private static String preamble(Query.Candidate candidate, BodyPart.Multipart multipart) {
        if (multipart.parts().isEmpty()) {
            return "";
        }
        long start = multipart.extent().bodyStart();
        long length = Math.min(multipart.parts().getFirst().extent().start() - start, HeaderBlock.BYTES_MAX);
        try (var in = candidate.payload().open(start, length)) {
            var text = new String(in.readNBytes((int) length), StandardCharsets.UTF_8);
            // the last line is the delimiter of the first part
            return text.substring(0, Math.max(0, text.lastIndexOf("--")));
        } catch (IOException unreadable) {
            throw unavailable(candidate, unreadable);
        }
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
