// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.problem;

import jakarta.ws.rs.WebApplicationException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.satchel.model.StoreFailure;
import org.satchel.nms.type.RequestError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one mapping from what went wrong to what the client is told.
// NMS §10.3
public final class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final String GENERAL = "A service error occurred. Error code is %1";

    private final Duration retryAfter;
    private final int full;

    /// @param retryAfter what a client is told to wait when the store cannot serve
    /// @param full status for a box that has no room
    public Problems(Duration retryAfter, int full) {
        this.retryAfter = retryAfter;
        this.full = full;
    }

    public Refusal refusal(Throwable failure) {
        return switch (failure) {
            case Refusal refusal -> refusal;
            case StoreFailure store -> refusal(store);
            case WebApplicationException web -> refusal(web);
            default -> bug(failure);
        };
    }

    public Refusal refusal(StoreFailure failure) {
        return switch (failure) {
            case StoreFailure.NotFound it -> Refusal.notFound(said(it));
            case StoreFailure.AlreadyExists it -> Refusal.alreadyExists(said(it));
            case StoreFailure.NotPermitted it -> Refusal.policy(said(it));
            case StoreFailure.TooLarge it -> Refusal.tooLarge(said(it));
            case StoreFailure.Conflict it ->
                new Refusal(409, RequestError.service("SVC0001", GENERAL, said(it)), Map.of());
            // NMS §13.31
            case StoreFailure.OverQuota it ->
                new Refusal(
                        full,
                        RequestError.policy("POL0001", "A policy error occurred. Error code is %1", said(it)),
                        Map.of());
            // NMS §13.31
            case StoreFailure.DiskFull _ ->
                new Refusal(
                        507,
                        RequestError.service("SVC2001", "No server resources available to process the request"),
                        Map.of());
            case StoreFailure.Unavailable _ -> busy();
        };
    }

    /// 503, with whole seconds to wait. NMS §4.3
    public Refusal busy() {
        return new Refusal(
                503,
                RequestError.service("SVC2001", "No server resources available to process the request"),
                Map.of("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds()))));
    }

    /// What the routing of requests found wrong.
    private static Refusal refusal(WebApplicationException failure) {
        int status = failure.getResponse().getStatus();
        return switch (status) {
            case 404 -> Refusal.notFound("resource");
            case 405 -> {
                var allow = failure.getResponse().getHeaderString("Allow");
                yield Refusal.method("", allow == null ? "GET" : allow);
            }
            case 415 -> Refusal.mediaType("of the request");
            default ->
                status >= 500
                        ? bug(failure)
                        : new Refusal(
                                status,
                                RequestError.service("SVC0002", "Invalid input value for message part %1", "request"),
                                Map.of());
        };
    }

    private static Refusal bug(Throwable failure) {
        var number = Long.toHexString(ThreadLocalRandom.current().nextLong());
        LOG.error("request failed, error {}", number, failure);
        return new Refusal(500, RequestError.service("SVC0001", GENERAL, number), Map.of());
    }

    private static String said(StoreFailure failure) {
        var message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
