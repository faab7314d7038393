// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.channels;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.satchel.nms.format.Documents;
import org.satchel.nms.format.Format;
import org.satchel.nms.http.Answers;
import org.satchel.nms.http.Rates;
import org.satchel.nms.problem.Problems;
import org.satchel.nms.problem.Refusal;

/// What application servers post to the callback URLs of channels. Who knows the URL may: nobody can guess it, and its
/// client has given it away.
// OMA NMS §3.4
public final class CallbackHandler extends Handler.Abstract {
    private static final int BODY_BYTES_MAX = 32 * 1024;

    private final Channels channels;
    private final Documents documents;
    private final Rates rates;
    private final Problems problems;
    private final Answers answers;

    public CallbackHandler(Channels channels, Documents documents, Rates rates, Problems problems, Answers answers) {
        this.channels = channels;
        this.documents = documents;
        this.rates = rates;
        this.problems = problems;
        this.answers = answers;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws IOException {
        var path = Request.getPathInContext(request);
        if (!path.startsWith(ChannelUrls.CALLBACK)) {
            return false;
        }
        try {
            take(request, path.substring(ChannelUrls.CALLBACK.length()));
            response.setStatus(204);
            response.write(true, ByteBuffer.allocate(0), callback);
        } catch (RuntimeException failure) {
            answers.refuse(response, callback, problems.refusal(failure));
        }
        return true;
    }

    private void take(Request request, String name) throws IOException {
        if (!request.getMethod().equals("POST")) {
            throw Refusal.method(request.getMethod(), "POST");
        }
        var channel = channels.byUrl(ChannelUrls.CALLBACK, name).orElseThrow(() -> Refusal.notFound("channel"));
        rates.channel(channel.id()).ifPresent(wait -> {
            throw Refusal.tooOften(wait);
        });
        var body = Content.Source.asInputStream(request).readNBytes(BODY_BYTES_MAX + 1);
        if (body.length > BODY_BYTES_MAX) {
            throw Refusal.tooLarge("notification is longer than " + BODY_BYTES_MAX + " bytes");
        }
        var type = request.getHeaders().get("Content-Type");
        channels.post(channel, documents.any(body, Format.ofBody(type == null ? "" : type)));
    }
}
