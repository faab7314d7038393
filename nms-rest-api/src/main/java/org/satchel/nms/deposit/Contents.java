// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.deposit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.satchel.model.FirstBytes;
import org.satchel.nms.multipart.Budget;
import org.satchel.nms.multipart.MalformedMultipart;
import org.satchel.nms.multipart.MultipartReader;
import org.satchel.nms.multipart.PartHeaders;

/// The contents of one uploaded object, one after the other, however deep they were nested.
///
/// Looks ahead far enough to tell one small content from several, which decides the form of the message.
// OMA NMS §6.1
final class Contents {
    static final int LOOKAHEAD_BYTES = 64 * 1024;

    private final Deque<MultipartReader> readers = new ArrayDeque<>();
    private final Budget budget;
    private boolean form;
    private int depth;
    private MultipartReader.@Nullable Part outer;
    private String subtype = "mixed";
    private @Nullable Content first;
    private @Nullable Content following;
    private boolean single;

    private Contents(Budget budget) {
        this.budget = budget;
    }

    /// No contents at all.
    static Contents none(Budget budget) {
        return new Contents(budget);
    }

    /// All parts of a form that stands behind its root fields.
    static Contents of(MultipartReader outer, Budget budget) throws IOException {
        var contents = new Contents(budget);
        contents.form = true;
        contents.readers.push(outer);
        contents.lookAhead();
        return contents;
    }

    /// One part of a form, which may be a multipart of its own.
    static Contents of(MultipartReader.Part part, Budget budget) throws IOException {
        var contents = new Contents(budget);
        contents.outer = part;
        contents.lookAhead();
        return contents;
    }

    private void lookAhead() throws IOException {
        boolean nested = outer != null && outer.headers().mediaType().startsWith("multipart/");
        first = advance().orElse(null);
        if (first == null || nested) {
            return;
        }
        if (readers.size() > 1) {
            return;
        }
        if (first.isMessage()) {
            single = true;
            return;
        }
        var head = FirstBytes.of(first.stream(), LOOKAHEAD_BYTES);
        if (head.length < LOOKAHEAD_BYTES) {
            var small = new Content(first.headers(), new ByteArrayInputStream(head), head);
            var second = advance();
            single = second.isEmpty();
            first = small;
            following = second.orElse(null);
        } else {
            var whole = new SequenceInputStream(new ByteArrayInputStream(head), first.stream());
            first = new Content(first.headers(), whole, null);
        }
    }

    /// The content when there is exactly one, and it is small or a message of its own.
    Optional<Content> single() {
        return single ? Optional.ofNullable(first) : Optional.empty();
    }

    boolean isEmpty() {
        return first == null;
    }

    /// Subtype of the multipart that shall hold them: as they came, `mixed` when they came side by side.
    String subtype() {
        return subtype;
    }

    /// The next content; the one before must have been read.
    Optional<Content> next() throws IOException {
        if (first != null) {
            var content = first;
            first = null;
            return Optional.of(content);
        }
        if (following != null) {
            var content = following;
            following = null;
            return Optional.of(content);
        }
        return advance();
    }

    /// Reads to the end, where it must be complete.
    void finish() throws IOException {
        if (next().isPresent()) {
            throw new MalformedMultipart("more attachments than one message");
        }
    }

    private Optional<Content> advance() throws IOException {
        if (outer != null) {
            var part = outer;
            outer = null;
            checkName(part.headers());
            if (!part.headers().mediaType().startsWith("multipart/")) {
                return Optional.of(new Content(part.headers(), part, null));
            }
            descend(part);
        }
        while (!readers.isEmpty()) {
            var part = readers.element().next();
            if (part.isEmpty()) {
                readers.pop();
                continue;
            }
            var headers = part.get().headers();
            if (form && readers.size() == 1) {
                checkName(headers);
            }
            if (!headers.mediaType().startsWith("multipart/")) {
                return Optional.of(new Content(headers, part.get(), null));
            }
            descend(part.get());
        }
        return Optional.empty();
    }

    private void descend(MultipartReader.Part part) throws IOException {
        budget.checkDepth(readers.size() + 1);
        var boundary = part.headers().parameter("Content-Type", "boundary").orElse("");
        if (depth == 0) {
            subtype = subtypeOf(part.headers());
        }
        depth++;
        readers.push(new MultipartReader(part, boundary, budget));
    }

    private static void checkName(PartHeaders headers) throws MalformedMultipart {
        var name = headers.parameter("Content-Disposition", "name").orElse("");
        if (!name.equalsIgnoreCase("attachments")) {
            throw new MalformedMultipart("form field that is no attachment");
        }
    }

    private static String subtypeOf(PartHeaders headers) {
        var subtype = headers.mediaType().substring("multipart/".length());
        return subtype.equals("related") || subtype.equals("alternative") ? subtype : "mixed";
    }

    /// One content as it arrives.
    ///
    /// @param small its bytes when they were few enough to look at; null = only the stream has them
    @SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
    record Content(PartHeaders headers, InputStream stream, byte @Nullable [] small) {
        /// A message of its own, which is stored as it is.
        boolean isMessage() {
            var type = headers.mediaType();
            return type.equals("message/rfc822") || type.equals("message/cpim");
        }
    }
}
