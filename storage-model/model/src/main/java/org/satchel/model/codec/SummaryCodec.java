// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.codec;

import java.util.List;
import org.satchel.model.Attribute;
import org.satchel.model.BodyPart;
import org.satchel.model.BodyPart.Extent;
import org.satchel.model.BodyPart.Head;
import org.satchel.model.BodyPart.Parameter;
import org.satchel.model.ContentPart;
import org.satchel.model.Envelope;
import org.satchel.model.Envelope.Mailbox;
import org.satchel.model.Summary;

/// A summary as bytes.
public final class SummaryCodec {
    private static final int VERSION = 2;
    /// Without the correlation tag, which is made anew then.
    private static final int UNTAGGED = 1;
    private static final int BYTES_EXPECTED = 512;
    private static final int DEPTH_MAX = 64;
    private static final int LEAF = 0;
    private static final int MULTIPART = 1;
    private static final int NESTED = 2;

    private SummaryCodec() {}

    public static byte[] encode(Summary summary) {
        var out = new RecordWriter(VERSION, BYTES_EXPECTED);
        out.bits(KindCodes.code(summary.kind()));
        out.list(summary.attributes(), attribute -> {
            out.string(attribute.name());
            out.strings(attribute.values());
        });
        envelope(out, summary.envelope());
        body(out, summary.body());
        out.list(summary.contents(), part -> content(out, part));
        out.string(summary.preview());
        out.string(summary.correlationTag());
        return out.toBytes();
    }

    /// @throws CorruptRecord when the bytes are not those of a summary
    public static Summary decode(byte[] bytes) {
        return RecordReader.read("summary", UNTAGGED, VERSION, bytes, SummaryCodec::read);
    }

    private static Summary read(RecordReader in) {
        var kind = KindCodes.kind(in);
        var attributes = in.list(() -> new Attribute(in.string(), in.strings()));
        var envelope = envelope(in);
        var body = body(in, 0);
        var contents = in.list(() -> content(in));
        var preview = in.string();
        return in.version() == UNTAGGED
                ? Summary.of(kind, attributes, envelope, body, contents, preview)
                : new Summary(kind, attributes, envelope, body, contents, preview, in.string());
    }

    private static void envelope(RecordWriter out, Envelope envelope) {
        out.string(envelope.date());
        out.string(envelope.subject());
        mailboxes(out, envelope.from());
        orFrom(out, envelope.sender(), envelope.from());
        orFrom(out, envelope.replyTo(), envelope.from());
        mailboxes(out, envelope.to());
        mailboxes(out, envelope.cc());
        mailboxes(out, envelope.bcc());
        out.string(envelope.inReplyTo());
        out.string(envelope.messageId());
    }

    private static Envelope envelope(RecordReader in) {
        var date = in.optionalString();
        var subject = in.optionalString();
        var from = mailboxes(in);
        return new Envelope(
                date,
                subject,
                from,
                orFrom(in, from),
                orFrom(in, from),
                mailboxes(in),
                mailboxes(in),
                mailboxes(in),
                in.optionalString(),
                in.optionalString());
    }

    /// Most often Sender and Reply-To are From.
    private static void orFrom(RecordWriter out, List<Mailbox> mailboxes, List<Mailbox> from) {
        boolean same = mailboxes.equals(from);
        out.bits(same ? 1 : 0);
        if (!same) {
            mailboxes(out, mailboxes);
        }
    }

    private static List<Mailbox> orFrom(RecordReader in, List<Mailbox> from) {
        return in.flag() ? from : mailboxes(in);
    }

    private static void mailboxes(RecordWriter out, List<Mailbox> mailboxes) {
        out.list(mailboxes, mailbox -> {
            out.string(mailbox.name());
            out.string(mailbox.route());
            out.string(mailbox.mailbox());
            out.string(mailbox.host());
        });
    }

    private static List<Mailbox> mailboxes(RecordReader in) {
        return in.list(
                () -> new Mailbox(in.optionalString(), in.optionalString(), in.optionalString(), in.optionalString()));
    }

    private static void body(RecordWriter out, BodyPart part) {
        switch (part) {
            case BodyPart.Leaf(var head, var extent, var lines) -> {
                out.bits(LEAF);
                head(out, head);
                extent(out, extent);
                out.number(lines);
            }
            case BodyPart.Multipart(var head, var extent, var parts) -> {
                out.bits(MULTIPART);
                head(out, head);
                extent(out, extent);
                out.list(parts, child -> body(out, child));
            }
            case BodyPart.Nested(var head, var extent, var lines, var envelope, var body) -> {
                out.bits(NESTED);
                head(out, head);
                extent(out, extent);
                out.number(lines);
                envelope(out, envelope);
                body(out, body);
            }
        }
    }

    private static BodyPart body(RecordReader in, int depth) {
        if (depth > DEPTH_MAX) {
            throw in.corrupt("parts within parts, deeper than " + DEPTH_MAX);
        }
        int form = in.bits();
        return switch (form) {
            case LEAF -> new BodyPart.Leaf(head(in), extent(in), in.number());
            case MULTIPART -> new BodyPart.Multipart(head(in), extent(in), in.list(() -> body(in, depth + 1)));
            case NESTED -> new BodyPart.Nested(head(in), extent(in), in.number(), envelope(in), body(in, depth + 1));
            default -> throw in.corrupt("no such form of part: " + form);
        };
    }

    private static void head(RecordWriter out, Head head) {
        out.string(head.type());
        out.string(head.subtype());
        parameters(out, head.parameters());
        out.string(head.id());
        out.string(head.description());
        out.string(head.encoding());
        out.string(head.md5());
        out.string(head.disposition());
        parameters(out, head.dispositionParameters());
        out.strings(head.languages());
        out.string(head.location());
    }

    private static Head head(RecordReader in) {
        return new Head(
                in.string(),
                in.string(),
                parameters(in),
                in.optionalString(),
                in.optionalString(),
                in.string(),
                in.optionalString(),
                in.optionalString(),
                parameters(in),
                in.strings(),
                in.optionalString());
    }

    private static void parameters(RecordWriter out, List<Parameter> parameters) {
        out.list(parameters, parameter -> {
            out.string(parameter.name());
            out.string(parameter.value());
        });
    }

    private static List<Parameter> parameters(RecordReader in) {
        return in.list(() -> new Parameter(in.string(), in.string()));
    }

    private static void content(RecordWriter out, ContentPart part) {
        out.string(part.contentType());
        out.string(part.encoding());
        out.string(part.contentId());
        out.string(part.disposition());
        out.string(part.location());
        extent(out, part.extent());
        out.number(part.decodedBytes());
    }

    private static ContentPart content(RecordReader in) {
        return new ContentPart(
                in.string(),
                in.string(),
                in.optionalString(),
                in.optionalString(),
                in.optionalString(),
                extent(in),
                in.number());
    }

    private static void extent(RecordWriter out, Extent extent) {
        out.number(extent.start());
        out.number(extent.bodyStart() - extent.start());
        out.number(extent.end() - extent.bodyStart());
    }

    private static Extent extent(RecordReader in) {
        long start = in.number();
        long bodyStart = start + in.number();
        return new Extent(start, bodyStart, bodyStart + in.number());
    }
}
