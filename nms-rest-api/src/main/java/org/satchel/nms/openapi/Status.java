// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.openapi;

import java.util.List;
import org.satchel.nms.settings.Profile;

/// How a request may end.
public enum Status {
    SWITCHED(
            101, Content.NONE, "A WebSocket from here on: each message is a notificationList.", "Sec-WebSocket-Accept"),
    OK(200, Content.RESULT, "Done."),
    CREATED(201, Content.RESULT, "Created.", "Location"),
    FLAG_SET(201, Content.NONE, "The flag is set.") {
        @Override
        int code(Profile profile) {
            return profile.answers().flagSet();
        }
    },
    FLAG_CLEARED(204, Content.NONE, "The flag is off.") {
        @Override
        int code(Profile profile) {
            return profile.answers().flagCleared();
        }
    },
    EMPTY(204, Content.NONE, "Done, and there is nothing to show."),
    BYTES(200, Content.BYTES, "All of the bytes.", "ETag"),
    RANGE(206, Content.BYTES, "The range that was asked for.", "ETag", "Content-Range"),
    BAD_INPUT(400, Content.REFUSAL, "A part of the request is missing, or cannot be understood."),
    UNAUTHENTICATED(401, Content.REFUSAL, "Nothing was shown that is good.", "WWW-Authenticate"),
    FORBIDDEN(403, Content.REFUSAL, "The caller may not do that."),
    NOT_FOUND(404, Content.REFUSAL, "There is no such thing."),
    UNSUPPORTED(405, Content.REFUSAL, "A search that this server does not know."),
    NOT_CONVERTIBLE(406, Content.REFUSAL, "The bytes cannot become what is wanted."),
    CONFLICT(409, Content.REFUSAL, "The name is taken, or another change came first."),
    TOO_LARGE(413, Content.REFUSAL, "More than the server takes."),
    MEDIA_TYPE(415, Content.REFUSAL, "A body of this type is not taken."),
    NO_RANGE(416, Content.REFUSAL, "Nothing of the range is there.", "Content-Range"),
    UPGRADE(426, Content.REFUSAL, "Only a WebSocket is answered here.", "Upgrade"),
    TOO_OFTEN(429, Content.REFUSAL, "The caller asks too often.", "Retry-After"),
    BUG(500, Content.REFUSAL, "The server has failed."),
    BUSY(503, Content.REFUSAL, "The server cannot serve now.", "Retry-After"),
    NOT_READY(503, Content.RESULT, "The server cannot serve now."),
    FULL(507, Content.REFUSAL, "The box has no room.") {
        @Override
        int code(Profile profile) {
            return profile.answers().full();
        }
    },
    DISK_FULL(507, Content.REFUSAL, "The server has no room.");

    /// Whatever is behind the gate.
    static final List<Status> GUARDED = List.of(BAD_INPUT, UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, TOO_OFTEN, BUG, BUSY);
    /// Whatever changes a box.
    static final List<Status> WRITING = List.of(CONFLICT, FULL, DISK_FULL);

    final Content content;
    final String description;
    final List<String> headers;
    private final int code;

    Status(int code, Content content, String description, String... headers) {
        this.code = code;
        this.content = content;
        this.description = description;
        this.headers = List.of(headers);
    }

    int code(Profile profile) {
        return code;
    }

    /// What comes with it.
    enum Content {
        NONE,
        /// A document that its operation names, if any.
        RESULT,
        /// As they are stored, or their part.
        BYTES,
        REFUSAL
    }
}
