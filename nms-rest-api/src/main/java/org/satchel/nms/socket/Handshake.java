// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.socket;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// Makes a WebSocket of a connection whose client asks for it. Of extensions and subprotocols none is taken up.
// RFC 6455 §4.2
public final class Handshake {
    private static final String VERSION = "13";
    private static final int KEY_BYTES = 16;
    private static final String SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private Handshake() {}

    /// Answers a GET request, if it asks for a WebSocket as it should.
    ///
    /// @return false when it does not, and is not answered
    public static boolean answer(Request request, Response response, Callback callback, SocketListener listener) {
        var accept = accept(request.getHeaders());
        if (accept.isEmpty()) {
            return false;
        }
        var place = request.getConnectionMetaData();
        var connection = new SocketConnection(place.getConnection().getEndPoint(), place.getConnector(), listener);
        response.setStatus(101);
        response.getHeaders().put("Upgrade", "websocket");
        response.getHeaders().put("Connection", "Upgrade");
        response.getHeaders().put("Sec-WebSocket-Accept", accept.get());
        request.setAttribute(HttpStream.UPGRADE_CONNECTION_ATTRIBUTE, connection);
        response.write(true, null, callback);
        return true;
    }

    private static Optional<String> accept(HttpFields headers) {
        boolean asked = has(headers.get("Upgrade"), "websocket")
                && has(headers.get("Connection"), "upgrade")
                && VERSION.equals(headers.get("Sec-WebSocket-Version"));
        var key = headers.get("Sec-WebSocket-Key");
        return asked && key != null && isKey(key.strip()) ? Optional.of(accept(key.strip())) : Optional.empty();
    }

    private static boolean has(@Nullable String list, String word) {
        if (list == null) {
            return false;
        }
        for (var one : list.toLowerCase(Locale.ROOT).split(",")) {
            if (one.strip().equals(word)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isKey(String key) {
        try {
            return Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    // RFC 6455 §4.2.2
    static String accept(String key) {
        try {
            var digest = MessageDigest.getInstance("SHA-1").digest((key + SUFFIX).getBytes(US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the runtime lacks a mandatory algorithm", e);
        }
    }
}
