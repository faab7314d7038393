// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.pap;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BoxId;
import org.satchel.model.Change;
import org.satchel.model.Commit;
import org.satchel.push.DeviceSessions;
import org.satchel.push.Notification;
import org.satchel.push.Outcome;
import org.satchel.push.Pace;
import org.satchel.push.PushPolicy;
import org.satchel.push.Sink;
import org.satchel.push.Target;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Wakes one device: one push per list.
final class PapSink implements Sink {
    private static final Logger LOG = LoggerFactory.getLogger(PapSink.class);

    private final BoxId box;
    private final Target.PushDevice device;
    private final PushGateway line;
    private final PushPolicy policy;
    private final DeviceSessions sessions;
    private final InstantSource clock;
    private int addressErrors;
    /// The last push that the gateway took, while it may still be on its way.
    private @Nullable Push underway;

    PapSink(
            BoxId box,
            Target.PushDevice device,
            PushGateway line,
            PushPolicy policy,
            DeviceSessions sessions,
            InstantSource clock) {
        this.box = box;
        this.device = device;
        this.line = line;
        this.policy = policy;
        this.sessions = sessions;
        this.clock = clock;
    }

    @Override
    public Pace pace() {
        return line.gateway().limits().pace();
    }

    @Override
    public boolean wants(Commit commit, Change change) {
        return policy.isWorth(commit, change) && !sessions.isOwn(box, device, commit.actor());
    }

    @Override
    public Outcome deliver(Notification list) throws InterruptedException {
        if (sessions.isConnected(box, device)) {
            withdraw();
            return new Outcome.Skip();
        }
        var push = push(list);
        if (!clock.instant().isBefore(push.deliverBefore())) {
            line.tally().expired.increment();
            return new Outcome.Refused("its time is over after " + (list.attempt() - 1) + " attempts");
        }
        if (list.attempt() > 1 && isHeld(push)) {
            underway = push;
            return new Outcome.Delivered();
        }
        return switch (line.submit(push)) {
            case PushGateway.Submission.Answered(var status) -> {
                underway = status.action() == PapStatus.Action.DONE ? push : underway;
                yield judged(status, list);
            }
            case PushGateway.Submission.NotNow(var atLeast) -> new Outcome.RetryLater(atLeast);
        };
    }

    /// The device is here: what is still on its way to it is of no use.
    private void withdraw() throws InterruptedException {
        if (underway != null && abilities().cancels()) {
            line.cancel(underway);
        }
        underway = null;
    }

    /// True when an earlier attempt reached the gateway although its answer did not reach us. Not every gateway
    /// knows a push-id again once the push is delivered.
    private boolean isHeld(Push push) throws InterruptedException {
        return abilities().tells() && line.state(push).filter(PapState::isHeld).isPresent();
    }

    private Gateway.Abilities abilities() {
        return line.gateway().wire().abilities();
    }

    private Outcome judged(PapStatus status, Notification list) {
        var outcome = judged(status);
        if (outcome instanceof Outcome.Delivered && list.content() instanceof Notification.Events(var commits)) {
            line.tally().coalesced.add(commits.size() - 1L);
        }
        return outcome;
    }

    private Outcome judged(PapStatus status) {
        return switch (status.action()) {
            case DONE -> {
                addressErrors = 0;
                yield new Outcome.Delivered();
            }
            case RETRY -> new Outcome.RetryLater(Duration.ZERO);
            case BLAME_ADDRESS -> {
                addressErrors++;
                boolean enough = addressErrors >= line.gateway().limits().addressErrorsMax();
                if (enough) {
                    line.tally().devicesRemoved.increment();
                }
                yield enough ? new Outcome.Gone(status.name()) : new Outcome.Refused(status.name());
            }
            // The gateway was asked in the simplest words that it may know, and there is no other payload to
            // offer.
            case SIMPLIFY, OLDER_VERSION, DROP -> new Outcome.Refused(status.name());
        };
    }

    /// The push of a list depends on the list alone, so that a repetition is the same push.
    private Push push(Notification list) {
        var gateway = line.gateway();
        var id = id(list, list.index());
        var receipts = abilities().receipts();
        return new Push(
                id,
                device.address(),
                list.cut().plus(gateway.limits().deliverWithin()),
                body(list, box.text()),
                abilities().replaces() && list.index() > 1 ? id(list, list.index() - 1) : null,
                receipts == null ? null : receipts.url(id, box));
    }

    private String id(Notification list, long index) {
        return list.subscription().id() + "." + index + "@"
                + line.gateway().wire().pushIdHost();
    }

    private String body(Notification list, String boxText) {
        var template = line.gateway().wire().template();
        var body = template.replace("{box}", boxText)
                .replace("{modseq}", list.position().toString());
        if (body.getBytes(UTF_8).length <= Gateway.BODY_BYTES_MAX || boxText.isEmpty()) {
            return body;
        }
        // A second SMS for the name of the box is not worth it: the device knows its own.
        LOG.debug("box id of {} octets is left out of a push", boxText.length());
        return body(list, "");
    }
}
