// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.problem;

import java.time.Duration;
import java.util.Map;
import org.satchel.nms.type.RequestError;

/// A request that is not carried out, with what the client is told.
// NMS §10
public final class Refusal extends RuntimeException {
    private final int status;
    private final transient RequestError error;
    private final transient Map<String, String> headers;

    public Refusal(int status, RequestError error, Map<String, String> headers) {
        super(status + " " + error, null, false, false);
        this.status = status;
        this.error = error;
        this.headers = Map.copyOf(headers);
    }

    private Refusal(int status, RequestError error) {
        this(status, error, Map.of());
    }

    /// 400: a message part is missing or cannot be understood.
    public static Refusal badInput(String part) {
        return new Refusal(400, RequestError.service("SVC0002", "Invalid input value for message part %1", part));
    }

    /// 400: a value is understood but none of the valid ones.
    public static Refusal invalidValue(String value, String valid) {
        return new Refusal(
                400, RequestError.service("SVC0003", "Invalid input value %1, valid values are %2", value, valid));
    }

    /// 400: a folder without a place.
    public static Refusal pathNeeded() {
        return new Refusal(400, RequestError.service("SVC1009", "Folder's path needed"));
    }

    /// 401: no credentials, or wrong ones. Who says it adds what could be shown instead.
    public static Refusal unauthenticated() {
        return new Refusal(401, RequestError.service("SVC2003", "Invalid access token or credentials"));
    }

    /// 403
    public static Refusal forbidden(String what) {
        return policy("not permitted: " + what);
    }

    /// 403, in the words of who refused.
    static Refusal policy(String why) {
        return new Refusal(403, RequestError.policy("POL0001", "A policy error occurred. Error code is %1", why));
    }

    /// 404
    public static Refusal notFound(String what) {
        return new Refusal(404, RequestError.service("SVC2002", "Requested information %1 is not available", what));
    }

    /// 404: an address in the URL that belongs to nobody.
    public static Refusal unknownAddress(String address) {
        return new Refusal(
                404, RequestError.service("SVC0004", "No valid addresses provided in message part %1", address));
    }

    /// 405: the resource is there, but not for this method.
    public static Refusal method(String method, String allowed) {
        return new Refusal(
                405,
                RequestError.service("SVC0001", "A service error occurred. Error code is %1", "no method " + method),
                Map.of("Allow", allowed));
    }

    /// 405: a preset search that this server does not know. NMS §9.1
    public static Refusal searchUnsupported(String what) {
        return new Refusal(405, RequestError.policy("POL2006", "Search %1 is not supported", what));
    }

    /// 406: content that cannot be had as `convertTo` asks.
    // OMA NMS §6.4
    public static Refusal notConvertible(String why) {
        return new Refusal(406, RequestError.service("SVC0001", "A service error occurred. Error code is %1", why));
    }

    /// 409
    public static Refusal conflict(String value, String part) {
        return new Refusal(
                409, RequestError.service("SVC0005", "Correlator %1 in part %2 is a duplicate", value, part));
    }

    /// 409: a name that is taken.
    public static Refusal alreadyExists(String what) {
        return new Refusal(
                409,
                RequestError.service(
                        "SVC0001", "A service error occurred. Error code is %1", "already exists: " + what));
    }

    /// 413
    public static Refusal tooLarge(String what) {
        return new Refusal(
                413,
                RequestError.policy("POL0001", "A policy error occurred. Error code is %1", "too large: " + what),
                Map.of("Connection", "close"));
    }

    /// 415
    public static Refusal mediaType(String type) {
        return new Refusal(
                415,
                RequestError.service("SVC0001", "A service error occurred. Error code is %1", "media type " + type));
    }

    /// 416: none of the range is within the content. RFC 9110 §15.5.17
    public static Refusal range(long size) {
        return new Refusal(
                416,
                RequestError.service("SVC0002", "Invalid input value for message part %1", "Range"),
                Map.of("Content-Range", "bytes */" + size));
    }

    /// 429, with whole seconds to wait. OMA NMS §4.3
    public static Refusal tooOften(Duration wait) {
        long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
        return new Refusal(
                429,
                RequestError.policy("POL0001", "A policy error occurred. Error code is %1", "too many requests"),
                Map.of("Retry-After", Long.toString(seconds)));
    }

    public int status() {
        return status;
    }

    public RequestError error() {
        return error;
    }

    public Map<String, String> headers() {
        return headers;
    }
}
