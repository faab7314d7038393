// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder;

import java.util.Optional;

/// What a MESSAGE carries, as far as the recorder must know.
sealed interface Content {
    /// Something a user wrote or sent, wrapped in CPIM.
    record Wrapped(Cpim cpim) implements Content {}

    /// The old form: a body without CPIM. CPM-MSG §5.4
    record Bare() implements Content {}

    /// A disposition notification.
    record Notification(Cpim cpim, Imdn imdn) implements Content {}

    /// "Somebody is typing": sent on, never recorded. RFC 3994
    record Composing() implements Content {}

    String CPIM = "message/cpim";
    String COMPOSING = "application/im-iscomposing+xml";

    /// @throws Refusal when the body is malformed, too large, or of a kind that is not taken here
    static Content read(SipRequest request, RecorderLimits limits) {
        if (request.body().size() > limits.messageBytesMax()) {
            throw new Refusal(413, "Message Body Too Large");
        }
        if (request.body().size() == 0) {
            throw new Refusal(400, "Message Body Missing");
        }
        if (request.headers()
                .first("Content-Encoding")
                .filter(encoding -> !encoding.equalsIgnoreCase("identity"))
                .isPresent()) {
            throw new Refusal(415, "Content Encoding Not Supported");
        }
        var type = MediaType.parse(request.header("Content-Type"))
                .orElseThrow(() -> new Refusal(400, "Malformed Content-Type"));
        return switch (type.name()) {
            case CPIM -> wrapped(Cpim.parse(request.body(), limits));
            case COMPOSING -> new Composing();
            case Imdn.MEDIA_TYPE -> throw new Refusal(400, "IMDN Outside CPIM");
            default -> {
                // RFC 3428 §7
                if (!type.is("text/plain")) {
                    throw new Refusal(415, "Unsupported Media Type");
                }
                yield new Bare();
            }
        };
    }

    default Optional<Cpim> wrapping() {
        return switch (this) {
            case Wrapped(var cpim) -> Optional.of(cpim);
            case Notification(var cpim, var imdn) -> Optional.of(cpim);
            case Bare() -> Optional.empty();
            case Composing() -> Optional.empty();
        };
    }

    private static Content wrapped(Cpim cpim) {
        var type = MediaType.parse(cpim.contentType())
                .orElseThrow(() -> new Refusal(400, "Malformed Content-Type In CPIM"));
        if (type.isMultipart()) {
            checkMultipart(type, cpim.content());
        }
        return switch (type.name()) {
            case Imdn.MEDIA_TYPE -> new Notification(cpim, Imdn.parse(cpim));
            case COMPOSING -> new Composing();
            default -> new Wrapped(cpim);
        };
    }

    /// RFC 2046 §5.1.1: a multipart has a boundary, begins a part with it and ends with it.
    private static void checkMultipart(MediaType type, Octets content) {
        var boundary = type.boundary().orElseThrow(() -> new Refusal(400, "Multipart Without Boundary"));
        var text = "\n" + content.text();
        int first = text.indexOf("\n--" + boundary);
        int last = text.lastIndexOf("\n--" + boundary + "--");
        if (first < 0 || last <= first) {
            throw new Refusal(400, "Multipart Incomplete");
        }
    }
}
