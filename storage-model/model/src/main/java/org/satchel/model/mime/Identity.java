// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.mime;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Address;
import org.satchel.model.BoxView;
import org.satchel.model.Kind;
import org.satchel.model.ObjectId;
import org.satchel.model.Summary;
import org.satchel.model.text.Hash;

/// By what an object is known when it comes again, whichever way it comes: recorded, uploaded over NMS, or pushed by a
/// device over IMAP. It is the idempotency key of the deposit.
///
/// A message is known by its IMDN Message-ID (an MMS by its correlator) and by who sent it: another sender that uses
/// the same id has sent another message. How a session was set up, and who is in the group, are no messages, even
/// under the id of one. A notification is known by what it says of which message for whom. A short message has no id
/// that two devices share: it is the same when party, direction and text are and the times differ by no more than
/// [#SMS_APART_MAX].
///
/// @param near keys of the same under which it may be known, when it was sent close to [#sent]
/// @param sent when, of a short message; null = of no matter
// CPM-MSG §5.9, §12, §14, §16.24
public record Identity(
        String key, List<String> near, @Nullable Instant sent) {
    public static final Duration SMS_APART_MAX = Duration.ofSeconds(60);

    public Identity {
        near = List.copyOf(near);
    }

    /// @return empty for what has no identity: mail, media, and what lacks its id
    public static Optional<Identity> of(Summary summary) {
        if (summary.kind() == Kind.SMS) {
            return shortMessage(summary);
        }
        return Correlation.idOf(summary).map(id -> of(summary, id));
    }

    /// @param id under which whoever brings it knows it, see [Correlation#idOf]
    public static Identity of(Summary summary, String id) {
        boolean sent = isSent(summary);
        if (summary.kind() == Kind.IMDN) {
            var status = summary.attribute("DispositionStatus").orElse("");
            var reporter = summary.attribute("DispositionOriginalTo")
                    .or(() -> summary.attribute("From"))
                    .orElse("");
            return exact("imdn/" + word(sent) + '/' + digest(id, status.toLowerCase(Locale.ROOT), party(reporter)));
        }
        var from = summary.attribute("From").orElse("");
        return switch (summary.kind()) {
            case SESSION_INFO -> known("session-info/", sent, id, from);
            case GROUP_STATE -> known("group-state/", sent, id, from);
            case SMS,
                    MMS,
                    PAGER_MESSAGE,
                    LARGE_MESSAGE,
                    CHAT_MESSAGE,
                    IMDN,
                    HTTP_FILE_TRANSFER,
                    FILE_TRANSFER,
                    GROUP_EVENT,
                    TEXT,
                    MEDIA -> ofMessage(sent, id, from);
        };
    }

    /// @param sent by the owner of the box
    /// @param from who sent it; of no account when the owner did
    public static Identity ofMessage(boolean sent, String id, String from) {
        return known("message/", sent, id, from);
    }

    /// The object of this identity that a box holds already.
    public Optional<ObjectId> in(BoxView view) {
        var deposited = view.deposited(keys());
        return keyAmong(deposited, view).map(deposited::get);
    }

    /// The key of that object, or the one to deposit it with.
    public String keyIn(BoxView view) {
        return keyAmong(view.deposited(keys()), view).orElse(key);
    }

    private List<String> keys() {
        var keys = new ArrayList<String>(1 + near.size());
        keys.add(key);
        keys.addAll(near);
        return keys;
    }

    /// Which of the keys that are there is this message's.
    private Optional<String> keyAmong(Map<String, ObjectId> deposited, BoxView view) {
        if (deposited.containsKey(key)) {
            return Optional.of(key);
        }
        for (var other : near) {
            var object = deposited.get(other);
            if (object != null && isNear(view, object)) {
                return Optional.of(other);
            }
        }
        return Optional.empty();
    }

    private static Identity known(String kind, boolean sent, String id, String from) {
        return exact(kind + word(sent) + '/' + digest(id, sent ? "" : party(from)));
    }

    private static Identity exact(String key) {
        return new Identity(key, List.of(), null);
    }

    private static Optional<Identity> shortMessage(Summary summary) {
        boolean sent = isSent(summary);
        var party = summary.attribute(sent ? "To" : "From");
        var date = summary.date();
        if (party.isEmpty() || date.isEmpty()) {
            return Optional.empty();
        }
        var text = summary.attribute("TextContent").orElse("");
        var base = "sms/" + word(sent) + '/' + digest(party(party.get()), text) + '/';
        long minute = Math.floorDiv(date.get().getEpochSecond(), SMS_APART_MAX.toSeconds());
        return Optional.of(new Identity(base + minute, List.of(base + (minute - 1), base + (minute + 1)), date.get()));
    }

    private boolean isNear(BoxView view, ObjectId other) {
        return view.locate(other)
                .flatMap(place -> view.object(place).summary().date())
                .filter(date ->
                        sent != null && Duration.between(sent, date).abs().compareTo(SMS_APART_MAX) <= 0)
                .isPresent();
    }

    private static boolean isSent(Summary summary) {
        return summary.attribute("Direction").filter("Out"::equalsIgnoreCase).isPresent();
    }

    private static String word(boolean sent) {
        return sent ? "sent" : "received";
    }

    private static String party(String address) {
        return Address.parse(address)
                .map(Address::preferringTel)
                .map(Address::uri)
                .orElse(address.strip().toLowerCase(Locale.ROOT));
    }

    private static String digest(String... parts) {
        var ended = new String[parts.length * 2];
        for (int i = 0; i < parts.length; i++) {
            ended[2 * i] = parts[i];
            ended[2 * i + 1] = "\0";
        }
        return HexFormat.of().formatHex(Hash.SHA_256.of(ended), 0, 16);
    }
}
