// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.pap;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.satchel.push.HttpPost;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The line to one push proxy gateway, shared by the devices that are reached through it.
///
/// Bounded: so many submissions at once, and none for a while after too many failures in a row. Learns which
/// version of the protocol the gateway speaks.
public final class PushGateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PushGateway.class);

    private final Gateway gateway;
    private final HttpPost http;
    private final Semaphore permits;
    private final Breaker breaker;
    private final PapTally tally = new PapTally();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private volatile Dialect dialect;

    public PushGateway(Gateway gateway, InstantSource clock) {
        var limits = gateway.limits();
        this.gateway = gateway;
        this.http = new HttpPost(limits.requestMax(), GatewayLimits.REPLY_BYTES_MAX);
        this.permits = new Semaphore(limits.concurrentMax(), true);
        this.breaker = new Breaker(limits.failuresMax(), limits.leaveAlone(), clock);
        this.dialect = new Dialect(gateway.wire().newest(), true);
        var credentials = gateway.credentials();
        if (credentials != null) {
            // RFC 7617 §2
            var pair = (credentials.user() + ":" + credentials.password()).getBytes(UTF_8);
            headers.put("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
        }
    }

    public PapTally tally() {
        return tally;
    }

    Gateway gateway() {
        return gateway;
    }

    /// Submits a push once, or a few times in other words when the gateway does not know ours.
    Submission submit(Push push) throws InterruptedException {
        if (!permits.tryAcquire(gateway.limits().requestMax().toMillis(), TimeUnit.MILLISECONDS)) {
            return new Submission.NotNow(Duration.ZERO);
        }
        try {
            // Asked with the permit in hand: what the others met meanwhile counts.
            var wait = breaker.enter();
            return wait.isPositive() ? new Submission.NotNow(wait) : inSomeDialect(push);
        } catch (IOException failure) {
            LOG.warn("gateway {} does not answer: {}", gateway.name(), failure.toString());
            tally.unreachable.increment();
            breaker.failed();
            return new Submission.NotNow(Duration.ZERO);
        } finally {
            permits.release();
        }
    }

    /// Takes a push back, if that is still possible; when the gateway does not answer, that is that.
    void cancel(Push push) throws InterruptedException {
        var answer = ask(PapWriter.cancel(push, dialect.version));
        var status = answer.flatMap(PapReply::read).map(PapReply::status);
        if (status.filter(done -> done.action() == PapStatus.Action.DONE).isPresent()) {
            tally.cancelled.increment();
        }
        LOG.debug("gateway {} was asked to cancel, and says {}", gateway.name(), status);
    }

    /// How far a push has come.
    ///
    /// @return empty when the gateway does not say
    Optional<PapState> state(Push push) throws InterruptedException {
        return ask(PapWriter.statusQuery(push, dialect.version)).flatMap(PapState::read);
    }

    @Override
    public void close() {
        http.close();
    }

    /// A question whose answer changes nothing that must be kept.
    private Optional<byte[]> ask(byte[] question) throws InterruptedException {
        if (!permits.tryAcquire()) {
            return Optional.empty();
        }
        try {
            return breaker.enter().isPositive()
                    ? Optional.empty()
                    : Optional.of(http.post(gateway.url(), headers(PapWriter.XML), question)
                            .body());
        } catch (IOException failure) {
            LOG.info("gateway {} does not answer a question: {}", gateway.name(), failure.toString());
            return Optional.empty();
        } finally {
            permits.release();
        }
    }

    private Map<String, String> headers(String contentType) {
        var all = new LinkedHashMap<>(headers);
        all.put("Content-Type", contentType);
        return all;
    }

    private Submission inSomeDialect(Push push) throws IOException, InterruptedException {
        while (true) {
            var spoken = dialect;
            var submission = post(push, spoken);
            if (!(submission instanceof Submission.Answered(var status))) {
                return submission;
            }
            if (push.replaces() != null && isAboutReplacing(status)) {
                return inSomeDialect(push.replacingNothing());
            }
            var next = switch (status.action()) {
                case SIMPLIFY -> new Dialect(spoken.version, false);
                case OLDER_VERSION -> new Dialect(spoken.version.older().orElse(spoken.version), spoken.full);
                case DONE, RETRY, BLAME_ADDRESS, DROP -> spoken;
            };
            if (next.equals(spoken)) {
                return submission;
            }
            LOG.info("gateway {} answers {}; it gets {} from now on", gateway.name(), status, next);
            dialect = next;
        }
    }

    /// The one to be replaced is not there any more, or cannot be replaced: it stays as it is.
    private static boolean isAboutReplacing(PapStatus status) {
        return status == PapStatus.PUSH_ID_NOT_FOUND
                || status == PapStatus.CANCELLATION_NOT_POSSIBLE
                || status == PapStatus.REPLACEMENT_NOT_SUPPORTED;
    }

    private Submission post(Push push, Dialect spoken) throws IOException, InterruptedException {
        tally.submitted.increment();
        var body = PapWriter.write(push, spoken.version, gateway.wire().applicationId(), spoken.full);
        var answer = http.post(gateway.url(), headers(PapWriter.CONTENT_TYPE), body);
        // A gateway answers 202 to whatever it could parse, refusals included: the code in the XML decides.
        var reply = PapReply.read(answer.body());
        if (reply.isPresent()) {
            return judged(reply.get().status());
        }
        tally.unreachable.increment();
        LOG.warn("gateway {} answers HTTP {} without a PAP reply", gateway.name(), answer.status());
        return switch (answer.status()) {
            // The push itself is at fault, and will be again.
            case 400, 406, 411, 413, 415, 422 -> new Submission.Answered(PapStatus.BAD_REQUEST);
            default -> {
                breaker.failed();
                yield new Submission.NotNow(Duration.ZERO);
            }
        };
    }

    private Submission judged(PapStatus status) {
        switch (status.action()) {
            case DONE -> tally.accepted.increment();
            case RETRY, SIMPLIFY, OLDER_VERSION, BLAME_ADDRESS, DROP -> tally.failed(status);
        }
        if (status.action() == PapStatus.Action.RETRY && status != PapStatus.CLIENT_OUT_OF_RESOURCES) {
            breaker.failed();
        } else {
            breaker.succeeded();
        }
        return new Submission.Answered(status);
    }

    /// What came of a submission.
    sealed interface Submission {
        record Answered(PapStatus status) implements Submission {}

        /// No verdict.
        ///
        /// @param atLeast when it makes sense to try again; zero = any time
        record NotNow(Duration atLeast) implements Submission {}
    }

    /// How the gateway wants to be spoken to.
    private record Dialect(PapVersion version, boolean full) {}
}
