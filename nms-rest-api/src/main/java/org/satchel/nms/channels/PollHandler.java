// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.channels;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.satchel.model.StoreFailure;
import org.satchel.nms.http.Answers;
import org.satchel.nms.problem.Problems;
import org.satchel.nms.problem.Refusal;
import org.satchel.nms.type.Document;

/// Long polls, by POST or GET. Who knows the URL may poll: nobody can guess it.
// OMA NMS §3.4, §8.1, §13.20-23
public final class PollHandler extends Handler.Abstract {
    private static final int BODY_BYTES_MAX = 64 * 1024;
    private static final Reader.Done NOTHING = new Reader.Done() {
        @Override
        public void delivered() {}

        @Override
        public void failed() {}
    };

    private final Channels channels;
    private final Duration pollMax;
    private final Problems problems;
    private final Answers answers;
    private final ListForm form;

    public PollHandler(Channels channels, Duration pollMax, Problems problems, Answers answers, ListForm form) {
        this.channels = channels;
        this.pollMax = pollMax;
        this.problems = problems;
        this.answers = answers;
        this.form = form;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws IOException {
        var path = Request.getPathInContext(request);
        if (!path.startsWith(ChannelUrls.POLL)) {
            return false;
        }
        if (!request.getMethod().equals("POST") && !request.getMethod().equals("GET")) {
            answers.refuse(response, callback, Refusal.method(request.getMethod(), "GET, POST"));
            return true;
        }
        Optional<Channel> channel;
        try {
            channel = channels.byUrl(ChannelUrls.POLL, path.substring(ChannelUrls.POLL.length()));
        } catch (StoreFailure failure) {
            answers.refuse(response, callback, problems.refusal(failure));
            return true;
        }
        if (channel.isEmpty()) {
            answers.refuse(response, callback, Refusal.notFound("channel"));
            return true;
        }
        // Whatever the body says means the same. OMA NMS §13.42. It must be off the wire: isAlive reads what
        // comes
        // after it.
        if (Content.Source.asInputStream(request).readNBytes(BODY_BYTES_MAX + 1).length > BODY_BYTES_MAX) {
            answers.refuse(response, callback, Refusal.tooLarge("body of a poll"));
            return true;
        }
        wait(channel.get(), new Waiting(request, response, callback));
        return true;
    }

    private void wait(Channel channel, Waiting poll) {
        var left = channels.left(channel);
        var limit = left.compareTo(pollMax) < 0 ? left : pollMax;
        // The connection is silent for as long as there is no news.
        poll.request.addIdleTimeoutListener(timeout -> false);
        poll.timeout = poll.request
                .getComponents()
                .getScheduler()
                .schedule(() -> channel.release(poll, Reader.Reason.TIME_UP), limit.toMillis(), TimeUnit.MILLISECONDS);
        try {
            channels.read(channel, poll);
        } catch (StoreFailure failure) {
            if (poll.claim()) {
                poll.timeout.cancel();
                answers.refuse(poll.response, poll.callback, problems.refusal(failure));
            }
        }
    }

    /// A request that is not answered yet.
    private final class Waiting implements Reader {
        private final Request request;
        private final Response response;
        private final Callback callback;
        private final AtomicBoolean claimed = new AtomicBoolean();
        private Scheduler.@Nullable Task timeout;

        Waiting(Request request, Response response, Callback callback) {
            this.request = request;
            this.response = response;
            this.callback = callback;
        }

        @Override
        public boolean claim() {
            return claimed.compareAndSet(false, true);
        }

        /// Looks whether the client has closed: what is written to a closed connection seems to succeed.
        @Override
        public boolean isAlive() {
            var connection = request.getConnectionMetaData().getConnection();
            var probe = BufferUtil.allocate(256);
            try {
                int read = connection.getEndPoint().fill(probe);
                if (read > 0) {
                    // A request behind this one, begun before this was answered. Its sender must send it
                    // again. RFC
                    // 9112 §9.3.2
                    response.getHeaders().put("Connection", "close");
                }
                return read >= 0;
            } catch (IOException e) {
                return false;
            }
        }

        @Override
        public boolean stays() {
            return false;
        }

        /// OMA NMS §13.20: 200 and no lists
        @Override
        public void leave(Reason why) {
            if (claim()) {
                answer(List.of(), NOTHING);
            }
        }

        @Override
        public void answer(List<Document> lists, Done done) {
            if (timeout != null) {
                timeout.cancel();
            }
            var format = Answers.format(request);
            var bytes = form.bytes(lists, format);
            response.setStatus(200);
            response.getHeaders().put("Content-Type", format.mediaType());
            response.getHeaders().put("Content-Length", bytes.length);
            response.write(true, ByteBuffer.wrap(bytes), new Callback() {
                @Override
                public void succeeded() {
                    callback.succeeded();
                    done.delivered();
                }

                @Override
                public void failed(Throwable failure) {
                    callback.failed(failure);
                    done.failed();
                }
            });
        }

        @Override
        public void abort() {
            if (timeout != null) {
                timeout.cancel();
            }
            callback.failed(new EofException("client has gone"));
        }
    }
}
