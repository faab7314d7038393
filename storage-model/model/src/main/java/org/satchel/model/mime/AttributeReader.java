// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.mime;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Attribute;
import org.satchel.model.Envelope;
import org.satchel.model.Envelope.Mailbox;
import org.satchel.model.Kind;
import org.satchel.model.text.EncodedWords;
import org.satchel.model.text.WrittenDate;

/// Makes the NMS attributes of an object from its header fields and content, in the order of the mapping table.
// CPM-MSG §10
final class AttributeReader {
    /// Characters of plain text that `TextContent` holds; the XML of a group state is kept whole.
    static final int TEXT_CHARS_MAX = 8 * 1024;

    private static final int VALUE_CHARS_MAX = 8 * 1024;

    private final ObjectParts parts;
    private final Kind kind;
    private final Envelope envelope;
    private final List<Attribute> attributes = new ArrayList<>(24);

    private AttributeReader(ObjectParts parts, Kind kind, Envelope envelope) {
        this.parts = parts;
        this.kind = kind;
        this.envelope = envelope;
    }

    static List<Attribute> read(ObjectParts parts, Kind kind, Envelope envelope) {
        var reader = new AttributeReader(parts, kind, envelope);
        reader.header();
        reader.content();
        reader.group();
        reader.disposition();
        return reader.attributes;
    }

    private void header() {
        add("Date", date());
        add("Direction", direction());
        add("From", from());
        add("To", bare(envelope.to()));
        add("Cc", bare(envelope.cc()));
        add("Bcc", bare(envelope.bcc()));
        add("Subject", decoded(orElse(envelope.subject(), parts.cpim().core("Subject"))));
        add("Conversation-ID", decoded(parts.outer("Conversation-ID")));
        add("Contribution-ID", decoded(parts.outer("Contribution-ID")));
        // CPM-MSG §16.29: some clients write the hyphenated name
        add(
                "InReplyTo-Contribution-ID",
                decoded(orElse(parts.outer("InReplyTo-Contribution-ID"), parts.outer("In-Reply-To-Contribution-ID"))));
        add(
                "IMDN-Message-ID",
                decoded(orElse(parts.outer("IMDN-Message-ID"), parts.cpim().imdn("Message-ID"))));
        add("P-Asserted-Service", parts.outer("P-Asserted-Service"));
        add("Message-Context", orElse(parts.outer("Message-Context"), Kinds.context(kind)));
    }

    private void content() {
        add("TextContent", text());
        add("Content-Type", parts.contentType());
        if (parts.content().head().type().equalsIgnoreCase("multipart")) {
            add("MultipartContentType", parts.contentType());
        }
        add(
                "Charset",
                parts.leaves().isEmpty() ? null : parts.leaves().getFirst().charset());
        add("Content-Transfer-Encoding", parts.contentBlock().firstOr("Content-Transfer-Encoding", null));
        add("MIME-Version", parts.outer("MIME-Version"));
    }

    private void group() {
        switch (kind) {
            case SESSION_INFO ->
                xml().text("session-type").ifPresent(type -> add("Is-CPM-Group", yesNo(!type.equals("1-1"))));
            case GROUP_STATE -> {
                add("Is-CPM-Group", "yes");
                xml().first("groupstate")
                        .flatMap(state -> state.attribute("group-type"))
                        .ifPresent(type -> add("Is-OPEN-Group", yesNo(type.equalsIgnoreCase("open"))));
            }
            default -> {
                var service = parts.outer("P-Asserted-Service");
                if (service != null && service.toLowerCase(Locale.ROOT).endsWith("msg.group")) {
                    add("Is-CPM-Group", "yes");
                }
            }
        }
    }

    private void disposition() {
        if (kind == Kind.IMDN) {
            var imdn = xml();
            for (var element : imdn.elements()) {
                if (element.name().endsWith("-notification")) {
                    add(
                            "DispositionType",
                            element.name().substring(0, element.name().length() - "-notification".length()));
                }
                if (element.parent().equals("status")) {
                    add("DispositionStatus", element.name());
                }
            }
            add("DispositionOriginalMessageID", imdn.text("message-id").orElse(null));
            add("DispositionOriginalTo", reporter(imdn));
        }
        add("ReportRequested", parts.cpim().imdn("Disposition-Notification"));
        add("Message-Correlator", decoded(parts.outer("Message-Correlator")));
    }

    /// Who reported: the sender inside CPIM, else as the report says, unless they are anonymous, else the sender. To
    /// whom the original went, which the report repeats, is the whole group in a group chat.
    // CPM-MSG §5.5
    private @Nullable String reporter(XmlFacts imdn) {
        var recipient = imdn.text("recipient-uri").filter(uri -> !uri.isEmpty() && !isAnonymous(uri));
        return orElse(cpimFrom(), recipient.orElseGet(this::from));
    }

    private @Nullable String from() {
        return orElse(first(bare(envelope.from())), cpimFrom());
    }

    private @Nullable String cpimFrom() {
        var from = parts.cpim().core("From");
        return from == null || isAnonymous(from) ? null : first(bare(AddressList.parse(from)));
    }

    private static boolean isAnonymous(String address) {
        return address.toLowerCase(Locale.ROOT).contains("anonymous");
    }

    /// RFC 3339 in UTC. The CPIM date is authoritative. CPM-MSG §16.10
    private @Nullable String date() {
        var inner = parts.cpim().core("DateTime");
        var date = inner == null ? Optional.<OffsetDateTime>empty() : WrittenDate.parse(inner);
        var outer = envelope.date();
        if (date.isEmpty() && outer != null) {
            date = WrittenDate.parse(outer);
        }
        return date.map(at -> at.withOffsetSameInstant(ZoneOffset.UTC)
                        .truncatedTo(ChronoUnit.MILLIS)
                        .toInstant()
                        .toString())
                .orElse(null);
    }

    private @Nullable String direction() {
        var direction = parts.outer("Message-Direction");
        if (direction == null) {
            return null;
        }
        // CPM-MSG §5.1: anything but sent is received
        return direction.strip().equalsIgnoreCase("sent") ? "Out" : "In";
    }

    private @Nullable String text() {
        if (kind == Kind.GROUP_STATE) {
            return parts.leaves().isEmpty() ? null : parts.leaves().getFirst().text();
        }
        return parts.firstOfType("text", "plain")
                .map(leaf -> cut(leaf.text(), TEXT_CHARS_MAX))
                .orElse(null);
    }

    private XmlFacts xml() {
        return XmlFacts.read(
                parts.leaves().isEmpty() ? "" : parts.leaves().getFirst().text());
    }

    /// The first value counts; an empty one is none.
    private void add(String name, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            return;
        }
        for (var known : attributes) {
            if (known.name().equals(name)) {
                return;
            }
        }
        attributes.add(Attribute.of(name, kind == Kind.GROUP_STATE ? value : cut(value, VALUE_CHARS_MAX)));
    }

    private void add(String name, List<String> values) {
        if (!values.isEmpty()) {
            attributes.add(new Attribute(name, values));
        }
    }

    private static List<String> bare(List<Mailbox> mailboxes) {
        var bare = new ArrayList<String>(mailboxes.size());
        for (var mailbox : mailboxes) {
            var address = AddressList.bare(mailbox);
            if (address != null) {
                bare.add(address);
            }
        }
        return bare;
    }

    private static @Nullable String first(List<String> values) {
        return values.isEmpty() ? null : values.getFirst();
    }

    private static @Nullable String orElse(@Nullable String value, @Nullable String otherwise) {
        return value == null || value.isEmpty() ? otherwise : value;
    }

    private static @Nullable String decoded(@Nullable String value) {
        return value == null ? null : EncodedWords.decode(value);
    }

    private static String yesNo(boolean yes) {
        return yes ? "yes" : "no";
    }

    /// The first characters, without half a character at the end.
    static String cut(String text, int charsMax) {
        if (text.length() <= charsMax) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(charsMax - 1)) ? charsMax - 1 : charsMax);
    }
}
