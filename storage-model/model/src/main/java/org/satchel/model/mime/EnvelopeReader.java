// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.mime;

import java.util.ArrayList;
import java.util.List;
import org.satchel.model.Envelope;
import org.satchel.model.Envelope.Mailbox;
import org.satchel.model.text.HeaderBlock;

/// Reads the envelope of a message from its header block.
///
/// Of fields that may stand only once the first counts; the addresses of repeated address fields are put together.
// RFC 3501 §7.4.2
final class EnvelopeReader {
    static final Envelope EMPTY = read(HeaderBlock.EMPTY);

    private EnvelopeReader() {}

    static Envelope read(HeaderBlock block) {
        var from = addresses(block, "From");
        var sender = addresses(block, "Sender");
        var replyTo = addresses(block, "Reply-To");
        return new Envelope(
                block.firstOr("Date", null),
                block.firstOr("Subject", null),
                from,
                sender.isEmpty() ? from : sender,
                replyTo.isEmpty() ? from : replyTo,
                addresses(block, "To"),
                addresses(block, "Cc"),
                addresses(block, "Bcc"),
                block.firstOr("In-Reply-To", null),
                block.firstOr("Message-ID", null));
    }

    private static List<Mailbox> addresses(HeaderBlock block, String name) {
        List<Mailbox> all = List.of();
        for (var field : block.fields()) {
            if (!field.name().equalsIgnoreCase(name)) {
                continue;
            }
            var more = AddressList.parse(field.value());
            if (all.isEmpty()) {
                all = more;
            } else if (all.size() < AddressList.ADDRESSES_MAX) {
                all = new ArrayList<>(all);
                all.addAll(more);
            }
        }
        return all;
    }
}
