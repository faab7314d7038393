// SPDX-License-Identifier: Apache-2.0
package org.satchel.s3;

import java.util.function.Supplier;
import org.satchel.model.StoreFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/// The one gate through which requests go to the store: a bounded number at a time, none while the store is away,
/// and what fails becomes a failure of ours.
final class Requests {
    private static final Logger LOG = LoggerFactory.getLogger(Requests.class);

    private final Permits permits;
    private final Breaker breaker;
    private volatile boolean closed;

    Requests(S3Limits limits) {
        this.permits =
                new Permits("requests", limits.requestsMax(), limits.patience().permit());
        this.breaker = new Breaker(limits.patience());
    }

    /// @throws StoreFailure.Unavailable whatever goes wrong; what the SDK threw is its cause
    <R> R send(Supplier<R> request) {
        checkOpen();
        breaker.check();
        try (var _ = permits.take()) {
            var answer = request.get();
            breaker.succeeded();
            return answer;
        } catch (SdkException failure) {
            if (Failures.isOutage(failure)) {
                breaker.failed();
            } else {
                breaker.succeeded();
            }
            throw Failures.unavailable(failure);
        } catch (IllegalStateException shut) {
            checkOpen();
            throw shut;
        }
    }

    void run(Runnable request) {
        send(() -> {
            request.run();
            return true;
        });
    }

    /// Sends what is worth trying, also when the thread is interrupted, and what may fail.
    void attempt(Runnable request) {
        boolean interrupted = Thread.interrupted();
        try {
            run(request);
        } catch (StoreFailure.Unavailable failure) {
            LOG.debug("left undone", failure);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    int free() {
        return permits.free();
    }

    void close() {
        closed = true;
    }

    private void checkOpen() {
        if (closed) {
            throw new StoreFailure.Unavailable("payload store: it is closed");
        }
    }
}
