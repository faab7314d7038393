// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.satchel.model.Address;
import org.satchel.model.BoxId;

/// Who is served by a request, on which leg, and who is at the other end.
///
/// @param box of the served user
/// @param sender canonical; [#ANONYMOUS] when withheld
/// @param recipient canonical
record Parties(Direction direction, BoxId box, Address sender, Address recipient) {
    /// A party that does not want to be known. RFC 3323 §4.1.1.3
    static final Address ANONYMOUS = new Address("sip:anonymous@anonymous.invalid");

    /// The other end, seen from the box.
    Address peer() {
        return switch (direction) {
            case SENT -> recipient;
            case RECEIVED -> sender;
        };
    }

    /// @param trusted whether the core vouches for the request: without, asserted identities do not count, and nobody
    /// is served as sender
    /// @return empty when nobody here is served by it
    /// @throws Refusal when it names no parties
    static Optional<Parties> of(SipRequest request, boolean trusted, Function<Address, Optional<BoxId>> users) {
        var senders = senders(request, trusted);
        var recipients = recipients(request);
        for (var claim : claims(request, trusted, senders, recipients)) {
            var box = users.apply(claim.user());
            if (box.isPresent()) {
                var parties = new Parties(claim.direction(), box.get(), senders.getFirst(), recipients.getFirst());
                return Optional.of(claim.direction() == Direction.SENT ? parties : parties.shownIn(request));
            }
        }
        return Optional.empty();
    }

    /// Box of the recipient, when he is one of ours.
    static Optional<BoxId> recipientBox(SipRequest request, Function<Address, Optional<BoxId>> users) {
        return recipients(request).stream()
                .flatMap(address -> users.apply(address).stream())
                .findFirst();
    }

    /// The same message on its way into a box of ours: what the core would do after the originating leg.
    Parties arriving(SipRequest request, BoxId recipientBox) {
        return new Parties(Direction.RECEIVED, recipientBox, sender, recipient).shownIn(request);
    }

    /// True when the sender asked not to be known to the recipient.
    static boolean isWithheld(SipRequest request) {
        // RFC 3325 §9.3: "id" asks that the asserted identity stays within the core
        return request.headers().all("Privacy").stream()
                .flatMap(value -> Stream.of(value.split("[;,]")))
                .anyMatch(word -> word.strip().equalsIgnoreCase("id"));
    }

    private Parties shownIn(SipRequest request) {
        boolean anonymous = isWithheld(request) || sender.uri().endsWith("@anonymous.invalid");
        return anonymous ? new Parties(direction, box, ANONYMOUS, recipient) : this;
    }

    /// Who may be served, best evidence first; evidence of the first kind leaves no second guess.
    private static List<Claim> claims(
            SipRequest request, boolean trusted, List<Address> senders, List<Address> recipients) {
        List<Claim> claims = new ArrayList<>();
        if (trusted) {
            var served = request.headers().first("P-Served-User").flatMap(NameAddress::parse);
            // RFC 5502 §6: the session case
            var direction = served.map(name -> name.parameter("sescase"))
                    .flatMap(Parties::direction)
                    .or(() -> routeDirection(request));
            if (direction.isPresent()) {
                var users = served.map(NameAddress::addresses)
                        .filter(addresses -> !addresses.isEmpty())
                        .orElse(direction.get() == Direction.SENT ? senders : recipients);
                users.forEach(user -> claims.add(new Claim(direction.get(), user)));
                return claims;
            }
            senders.forEach(user -> claims.add(new Claim(Direction.SENT, user)));
        }
        recipients.forEach(user -> claims.add(new Claim(Direction.RECEIVED, user)));
        return claims;
    }

    private static Optional<Direction> direction(String sescase) {
        return switch (sescase) {
            case "orig", "orig-cdiv" -> Optional.of(Direction.SENT);
            case "term" -> Optional.of(Direction.RECEIVED);
            default -> Optional.empty();
        };
    }

    /// The leg that the filter criteria wrote into the user part of our own Route entry.
    private static Optional<Direction> routeDirection(SipRequest request) {
        var user = request.headers()
                .first("Route")
                .flatMap(NameAddress::parse)
                .map(NameAddress::user)
                .orElse("");
        return switch (user) {
            case Relay.ORIGINATING -> Optional.of(Direction.SENT);
            case Relay.TERMINATING -> Optional.of(Direction.RECEIVED);
            default -> Optional.empty();
        };
    }

    /// A telephone number first, when the core asserts several identities.
    private static List<Address> senders(SipRequest request, boolean trusted) {
        List<Address> senders = new ArrayList<>();
        if (trusted) {
            for (var value : request.headers().all("P-Asserted-Identity")) {
                NameAddress.parse(value).map(NameAddress::addresses).ifPresent(senders::addAll);
            }
            senders.sort((a, b) ->
                    Boolean.compare(b.uri().startsWith("tel:"), a.uri().startsWith("tel:")));
        }
        if (senders.isEmpty()) {
            NameAddress.parse(request.header("From"))
                    .map(NameAddress::addresses)
                    .ifPresent(senders::addAll);
        }
        if (senders.isEmpty()) {
            throw new Refusal(400, "Sender Not Readable");
        }
        return senders;
    }

    private static List<Address> recipients(SipRequest request) {
        var recipients = new NameAddress(request.uri(), "").addresses();
        if (recipients.isEmpty()) {
            recipients = NameAddress.parse(request.header("To"))
                    .map(NameAddress::addresses)
                    .orElse(List.of());
        }
        if (recipients.isEmpty()) {
            throw new Refusal(416, "Unsupported URI Scheme");
        }
        return recipients;
    }

    private record Claim(Direction direction, Address user) {}
}
