// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.intake;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.satchel.model.Address;
import org.satchel.model.BoxId;
import org.satchel.model.Conversations;
import org.satchel.model.FolderPath;
import org.satchel.model.text.HeaderBlock;

/// Gives a CPM object the fields that it lacks, in front of those it has: clients pass over an object without them, so
/// it would be lost to its owner. Mail and media stay as they are, for nobody looks for such fields there.
// CPM-MSG §13 rule 16, §14
final class Repair {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss xx", Locale.ENGLISH);
    private static final String CPIM = "message/cpim";

    private final HeaderBlock outer;
    private final HeaderBlock inner;
    private final BoxId owner;
    private final FolderPath folder;
    private final Instant now;

    private Repair(HeaderBlock outer, HeaderBlock inner, BoxId owner, FolderPath folder, Instant now) {
        this.outer = outer;
        this.inner = inner;
        this.owner = owner;
        this.folder = folder;
        this.now = now;
    }

    /// @param text with canonical line ends
    static InputStream of(InputStream text, BoxId owner, FolderPath folder, Instant now) throws IOException {
        var seen = new ByteArrayOutputStream();
        var outer = block(text, seen);
        var rest = new SequenceInputStream(new ByteArrayInputStream(seen.toByteArray()), text);
        if (!isCpm(outer)) {
            return rest;
        }
        var type = type(outer);
        var inner = type.startsWith(CPIM) ? block(text, seen) : HeaderBlock.EMPTY;
        var missing = new Repair(outer, inner, owner, folder, now).missing(type);
        var head = new ByteArrayOutputStream();
        head.writeBytes(missing.getBytes(StandardCharsets.UTF_8));
        seen.writeTo(head);
        return new SequenceInputStream(new ByteArrayInputStream(head.toByteArray()), text);
    }

    private String missing(String type) {
        var fields = new StringBuilder();
        boolean sent = isSent();
        var peer = Conversations.peer(folder).map(Address::uri).orElse("sip:anonymous@anonymous.invalid");
        var own = Address.parse(owner.text()).map(Address::uri).orElse(owner.text());
        add(fields, "From", sent ? own : peer);
        add(fields, "To", sent ? peer : own);
        add(fields, "Date", DATE.format(now.atOffset(ZoneOffset.UTC)));
        add(fields, "Conversation-ID", UUID.randomUUID().toString());
        add(fields, "Contribution-ID", UUID.randomUUID().toString());
        add(
                fields,
                "IMDN-Message-ID",
                innerId().orElseGet(() -> UUID.randomUUID().toString()));
        if (type.startsWith(CPIM) || type.contains("x-cpm-session")) {
            add(fields, "Message-Direction", sent ? "sent" : "received");
        }
        return fields.toString();
    }

    private void add(StringBuilder fields, String name, String value) {
        if (outer.first(name).isEmpty()) {
            fields.append(name).append(": ").append(value).append("\r\n");
        }
    }

    /// As it says, else by who it is from.
    private boolean isSent() {
        var direction = outer.first("Message-Direction");
        if (direction.isPresent()) {
            return direction.get().strip().equalsIgnoreCase("sent");
        }
        var from = outer.first("From").flatMap(Address::parse).map(Address::preferringTel);
        return from.isPresent() && from.equals(Address.parse(owner.text()).map(Address::preferringTel));
    }

    /// The id inside is the true one.
    private Optional<String> innerId() {
        return inner.fields().stream()
                .filter(field -> field.name().toLowerCase(Locale.ROOT).endsWith(".message-id"))
                .map(HeaderBlock.Field::value)
                .filter(id -> !id.isBlank())
                .findFirst();
    }

    // CPM-MSG §5.11
    private static boolean isCpm(HeaderBlock fields) {
        var type = type(fields);
        var context = fields.first("Message-Context").orElse("").strip().toLowerCase(Locale.ROOT);
        return type.startsWith(CPIM)
                || type.contains("x-cpm-")
                || type.contains("group-state-object")
                || context.equals("pager-message")
                || context.equals("multimedia-message");
    }

    private static String type(HeaderBlock fields) {
        return fields.first("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    }

    /// Reads to the end of a block of fields, or as far as any is looked at.
    private static HeaderBlock block(InputStream text, ByteArrayOutputStream seen) throws IOException {
        int start = seen.size();
        int lineBytes = 0;
        for (int next = 0; next >= 0 && seen.size() - start < HeaderBlock.BYTES_MAX; ) {
            next = text.read();
            if (next >= 0) {
                seen.write(next);
            }
            if (next == '\n' && lineBytes == 0) {
                break;
            }
            lineBytes = next == '\n' ? 0 : next == '\r' ? lineBytes : lineBytes + 1;
        }
        return HeaderBlock.parse(seen.toByteArray(), start, seen.size() - start);
    }
}
