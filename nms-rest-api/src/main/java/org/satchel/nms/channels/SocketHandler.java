// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.channels;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.satchel.model.StoreFailure;
import org.satchel.nms.http.Answers;
import org.satchel.nms.problem.Problems;
import org.satchel.nms.problem.Refusal;
import org.satchel.nms.settings.NmsLimits;
import org.satchel.nms.type.RequestError;

/// WebSockets of channels. Who knows the URL may open one: nobody can guess it.
// OMA NMS §8.5, RFC 6455
public final class SocketHandler extends Handler.Abstract {
    private static final int INPUT_BYTES = 1024;
    private static final int FRAME_BYTES_MAX = 64 * 1024;

    private final ServerWebSocketContainer sockets;
    private final Channels channels;
    private final NmsLimits.Sockets limits;
    private final Problems problems;
    private final Answers answers;
    private final ListForm form;

    public SocketHandler(
            ServerWebSocketContainer sockets,
            Channels channels,
            NmsLimits.Sockets limits,
            Problems problems,
            Answers answers,
            ListForm form) {
        this.sockets = sockets;
        // Who lives is found out by pings.
        sockets.setIdleTimeout(Duration.ZERO);
        sockets.setInputBufferSize(INPUT_BYTES);
        sockets.setMaxFrameSize(FRAME_BYTES_MAX);
        this.channels = channels;
        this.limits = limits;
        this.problems = problems;
        this.answers = answers;
        this.form = form;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        var path = Request.getPathInContext(request);
        if (!path.startsWith(ChannelUrls.SOCKET)) {
            return false;
        }
        if (!request.getMethod().equals("GET")) {
            answers.refuse(response, callback, Refusal.method(request.getMethod(), "GET"));
            return true;
        }
        Optional<Channel> channel;
        try {
            channel = channels.byUrl(ChannelUrls.SOCKET, path.substring(ChannelUrls.SOCKET.length()));
        } catch (StoreFailure failure) {
            answers.refuse(response, callback, problems.refusal(failure));
            return true;
        }
        if (channel.isEmpty()) {
            answers.refuse(response, callback, Refusal.notFound("channel"));
            return true;
        }
        if (!upgrade(channel.get(), request, response, callback)) {
            answers.refuse(response, callback, noUpgrade());
        }
        return true;
    }

    /// Of extensions and subprotocols none is taken up.
    private boolean upgrade(Channel channel, Request request, Response response, Callback callback) {
        return sockets.upgrade(
                (_, agreed, _) -> {
                    agreed.setExtensions(List.of());
                    return new Socket(
                            channels,
                            channel,
                            limits.pingEvery(),
                            request.getComponents().getScheduler(),
                            form,
                            Answers.format(request));
                },
                request,
                response,
                callback);
    }

    // RFC 9110 §15.5.22, RFC 6455 §4.2.2
    private static Refusal noUpgrade() {
        return new Refusal(
                426,
                RequestError.service("SVC0002", "Invalid input value for message part %1", "Upgrade"),
                Map.of("Upgrade", "websocket", "Connection", "Upgrade", "Sec-WebSocket-Version", "13"));
    }
}
