// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.satchel.model.Address;
import org.satchel.model.BoxId;
import org.satchel.model.StoreFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides, for each request, who is served, what is recorded, where it goes, and what its sender is told.
///
/// The moments of recording are those at which the function takes responsibility: of a message that a user sends, after
/// the next hop took
/// it; of a message that a user receives, before it is handed on, so that one which reaches no device is still in the
/// box. Keeping trying
/// until the recipient's devices can be reached is deferred delivery, which is not done here: what nobody took stays in
/// the box, unseen.
// OMA CPM: recording by the Participating Function
final class ParticipatingFunction implements SipPort.Handler {
    private static final Logger LOG = LoggerFactory.getLogger(ParticipatingFunction.class);

    /// Headers that only the trust domain may set. RFC 3325 §5, RFC 5502 §6
    private static final List<String> ASSERTED =
            List.of("P-Asserted-Identity", "P-Asserted-Service", "P-Served-User", "Route");

    private final Recording recording;
    private final StoreGate gate;
    private final Function<Address, Optional<BoxId>> users;
    private final SipPort port;
    private final RecorderSettings settings;
    private final Tally tally;

    ParticipatingFunction(
            Recording recording,
            StoreGate gate,
            Function<Address, Optional<BoxId>> users,
            SipPort port,
            RecorderSettings settings,
            Tally tally) {
        this.recording = recording;
        this.gate = gate;
        this.users = users;
        this.port = port;
        this.settings = settings;
        this.tally = tally;
    }

    @Override
    public SipResponse answer(SipRequest request, InetAddress peer) {
        tally.requests.increment();
        boolean trusted = settings.trusted().include(peer);
        try {
            return switch (request.method()) {
                case SipRequest.MESSAGE -> message(trusted ? request : unasserted(request), trusted);
                case "OPTIONS" -> options(request, trusted);
                default -> refused(405, "Method Not Allowed").with("Allow", "MESSAGE, OPTIONS"); // RFC 3261 §8.2.1
            };
        } catch (Refusal e) {
            tally.refused.increment();
            return e.response();
        } catch (StoreFailure e) {
            tally.refused.increment();
            return failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return unavailable();
        } catch (RuntimeException e) {
            var id = UUID.randomUUID();
            LOG.error("{} failed, error {}", request, id, e);
            return refused(500, "Server Internal Error " + id);
        }
    }

    private SipResponse message(SipRequest request, boolean trusted) throws InterruptedException {
        // RFC 3261 §16.3 step 3
        if (Relay.maxForwards(request) == 0) {
            return refused(483, "Too Many Hops");
        }
        switch (CpmFeature.of(request)) {
            case NOT_FOR_MESSAGE -> throw new Refusal(488, "Not Acceptable Here");
            case FOREIGN -> {
                return passOn(request, trusted, 415, "Unsupported Media Type");
            }
            case PAGER -> {}
        }
        var parties = Parties.of(request, trusted, users);
        if (parties.isEmpty()) {
            return passOn(request, trusted, 404, "Not Found");
        }
        var limits = settings.limits();
        var item = Item.of(request, Content.read(request, limits), parties.get(), limits);
        return switch (item.parties().direction()) {
            case SENT -> originate(item);
            case RECEIVED -> terminate(item, trusted);
        };
    }

    /// Originating leg: handed on first, recorded when it was taken, and only then is the sender told so.
    private SipResponse originate(Item item) throws InterruptedException {
        boolean refuses = settings.whenStoreFails() == WhenStoreFails.REFUSE;
        if (item.isRecorded() && refuses) {
            gate.check(item.parties().box());
        }
        var answer = onward(item);
        if (answer.isSuccess() && item.isRecorded()) {
            keep(item);
        }
        return answer;
    }

    private SipResponse onward(Item item) throws InterruptedException {
        var hop = settings.relay().next(item.request(), true);
        if (hop.isPresent()) {
            return send(item.request(), hop.get()).orElseGet(() -> refused(504, "Server Time-out"));
        }
        var recipient = Parties.recipientBox(item.request(), users);
        return recipient.isPresent() ? terminate(item.arriving(recipient.get()), true) : refused(404, "Not Found");
    }

    /// Terminating leg: recorded first, then handed on.
    private SipResponse terminate(Item item, boolean trusted) throws InterruptedException {
        boolean safe = !item.isRecorded() || keep(item);
        var hop = settings.relay().next(item.request(), trusted);
        if (hop.isEmpty()) {
            return safe ? SipResponse.of(200, "OK") : unavailable();
        }
        var answer = send(item.request(), hop.get());
        boolean untaken = answer.filter(response -> !isUnreached(response)).isEmpty();
        if (untaken && safe && item.isRecorded()) {
            tally.deferred.increment();
            return SipResponse.of(202, "Accepted"); // RFC 3428 §7
        }
        return answer.orElseGet(() -> refused(480, "Temporarily Unavailable"));
    }

    /// @return false when it could not be recorded and is to go on nevertheless
    /// @throws StoreFailure when it could not be recorded and is to be refused
    private boolean keep(Item item) {
        try {
            if (gate.watch(() -> recording.record(item))) {
                tally.stored(item);
            } else {
                tally.duplicates.increment();
            }
            return true;
        } catch (StoreFailure e) {
            tally.storeFailures.increment();
            if (settings.whenStoreFails() == WhenStoreFails.REFUSE) {
                throw e;
            }
            tally.unrecorded.increment();
            LOG.warn("a message goes on without a record: {}", e.getClass().getSimpleName());
            return false;
        }
    }

    /// A request that is not for us to record.
    private SipResponse passOn(SipRequest request, boolean trusted, int status, String reason)
            throws InterruptedException {
        if (!trusted) {
            return refused(403, "Forbidden"); // strangers reach our users, and nobody else through us
        }
        var hop = settings.relay().next(request, true);
        if (hop.isEmpty()) {
            return refused(status, reason).with("Accept", "message/cpim, text/plain"); // RFC 3428 §7
        }
        return send(request, hop.get()).orElseGet(() -> refused(504, "Server Time-out")); // not 408: RFC 4320 §4.2
    }

    /// Answers for itself; one that has further to go, between users, is sent on.
    private SipResponse options(SipRequest request, boolean trusted) throws InterruptedException {
        var further = trusted ? Relay.NONE.next(request, true) : Optional.<SipHop>empty();
        if (further.isPresent() && Relay.maxForwards(request) > 0) {
            return send(request, further.get()).orElseGet(() -> refused(504, "Server Time-out"));
        }
        // RFC 3261 §11.2
        return SipResponse.of(200, "OK").with("Allow", "MESSAGE, OPTIONS").with("Accept", "message/cpim, text/plain");
    }

    private Optional<SipResponse> send(SipRequest request, SipHop hop) throws InterruptedException {
        tally.relayed.increment();
        return port.send(settings.relay().onward(request), hop);
    }

    /// Answers that say that no device of the recipient took it.
    private static boolean isUnreached(SipResponse response) {
        return switch (response.status()) {
            case 408, 480, 500, 503, 504, 606 -> true;
            default -> false;
        };
    }

    private static SipRequest unasserted(SipRequest request) {
        var headers = request.headers();
        for (var name : ASSERTED) {
            headers = headers.without(name);
        }
        return request.with(headers);
    }

    private SipResponse failed(StoreFailure failure) {
        return switch (failure) {
            case StoreFailure.Unavailable e -> unavailable();
            case StoreFailure.OverQuota e -> retryLater(SipResponse.of(480, "Mailbox Full"));
            case StoreFailure.TooLarge e -> SipResponse.of(413, "Request Entity Too Large");
            case StoreFailure.NotFound e -> SipResponse.of(404, "Not Found");
            case StoreFailure.NotPermitted e -> SipResponse.of(403, "Forbidden");
            case StoreFailure.AlreadyExists e -> SipResponse.of(500, "Server Internal Error");
            case StoreFailure.Conflict e -> SipResponse.of(500, "Server Internal Error");
        };
    }

    private SipResponse unavailable() {
        return retryLater(SipResponse.of(503, "Service Unavailable")); // RFC 3261 §21.5.4
    }

    private SipResponse retryLater(SipResponse response) {
        return response.with(
                "Retry-After", Long.toString(settings.limits().retryAfter().toSeconds()));
    }

    private SipResponse refused(int status, String reason) {
        tally.refused.increment();
        return SipResponse.of(status, reason);
    }
}
