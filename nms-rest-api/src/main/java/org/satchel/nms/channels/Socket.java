// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.channels;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.thread.Scheduler;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;
import org.satchel.model.StoreFailure;
import org.satchel.nms.format.Format;
import org.satchel.nms.type.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One WebSocket that reads a channel. Jetty keeps the frames, their form and the farewell of RFC 6455; it answers
/// pings, and passes over what a client says.
///
/// Behind each `notificationList` goes a ping, and the lists count as delivered when a pong has answered it: frames
/// are read in order, so the client has read what came before. Nothing more is written until then. Who has not
/// answered when the next ping is due is dead, and what it did not prove to have goes to whoever comes next.
///
/// Pings are numbered; a pong answers all pings up to its number. RFC 6455 §5.5.3
///
/// Public for Jetty, which finds its methods by reflection.
public final class Socket implements Session.Listener.AutoDemanding, Reader {
    private static final Logger LOG = LoggerFactory.getLogger(Socket.class);

    // RFC 6455 §7.4.1
    private static final int DONE = 1000;
    private static final int GOING_AWAY = 1001;
    private static final int TRY_AGAIN_LATER = 1013;

    private final Channels channels;
    private final Channel channel;
    private final long pingNanos;
    private final Scheduler scheduler;
    private final ListForm form;
    private final Format format;
    private @Nullable Session session;
    private Scheduler.@Nullable Task alarm;
    /// Told when the ping behind the lists under way is answered.
    private @Nullable Done underWay;
    private long pingUnderWay;
    private long pinged;
    private long answered;
    /// The last ping that was sent when the alarm went off.
    private long overdue;
    private long pingDue;
    private boolean closing;
    private boolean closed;

    Socket(Channels channels, Channel channel, Duration pingEvery, Scheduler scheduler, ListForm form, Format format) {
        this.channels = channels;
        this.channel = channel;
        this.pingNanos = pingEvery.toNanos();
        this.scheduler = scheduler;
        this.form = form;
        this.format = format;
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        synchronized (this) {
            session = opened;
            pingDue = System.nanoTime() + pingNanos;
        }
        setAlarm();
        // Taking the seat asks the store, and this thread moves the bytes of others.
        Thread.ofVirtual().name("socket-" + channel.id()).start(this::read);
    }

    @Override
    public void onWebSocketPong(ByteBuffer payload) {
        if (payload.remaining() != Long.BYTES) {
            return;
        }
        long number = payload.getLong();
        Done proved = null;
        synchronized (this) {
            if (number > pinged) {
                return;
            }
            answered = Math.max(answered, number);
            if (underWay != null && answered >= pingUnderWay) {
                proved = underWay;
                underWay = null;
            }
        }
        if (proved != null) {
            proved.delivered();
        }
    }

    @Override
    public void onWebSocketError(Throwable cause) {
        LOG.debug("the WebSocket of channel {} fails: {}", channel.id(), cause.getMessage());
        lose(false);
    }

    @Override
    public void onWebSocketClose(int code, String reason, Callback callback) {
        lose(true);
        callback.succeed();
    }

    @Override
    public synchronized boolean claim() {
        return !closing;
    }

    /// Whether it is, a pong tells.
    @Override
    public boolean isAlive() {
        return true;
    }

    @Override
    public boolean stays() {
        return true;
    }

    @Override
    public void answer(List<Document> lists, Done done) {
        long ping;
        synchronized (this) {
            if (closing) {
                ping = 0;
            } else {
                underWay = done;
                ping = nextPing();
                pingUnderWay = ping;
            }
        }
        if (ping == 0) {
            done.failed();
            return;
        }
        // What fails here ends the connection.
        session().sendText(form.text(lists, format), Callback.NOOP);
        ping(ping);
    }

    // OMA NMS §8.5
    @Override
    public void leave(Reason why) {
        switch (why) {
            case NEWER -> close(DONE, "read elsewhere");
            case ENDED -> close(GOING_AWAY, "the channel is no more");
            case STOPPING -> close(GOING_AWAY, "the server stops");
            case TIME_UP -> close(GOING_AWAY, "time is up");
        }
    }

    @Override
    public void abort() {
        session().disconnect();
    }

    private void read() {
        try {
            channels.read(channel, this);
        } catch (StoreFailure failure) {
            LOG.debug("channel {} cannot be read now", channel.id(), failure);
            close(TRY_AGAIN_LATER, "try again later");
        }
        if (!claim()) {
            channel.drop(this);
        }
    }

    private void close(int code, String reason) {
        if (claim()) {
            // If the client does not answer, the alarm ends the connection.
            session().close(code, reason, Callback.NOOP);
            lose(false);
        }
    }

    /// Nothing more comes through; what was under way did not arrive.
    private void lose(boolean entirely) {
        Done lost;
        synchronized (this) {
            closing = true;
            lost = underWay;
            underWay = null;
            if (entirely) {
                closed = true;
                if (alarm != null) {
                    alarm.cancel();
                }
            }
        }
        channel.drop(this);
        if (lost != null) {
            lost.failed();
        }
    }

    /// Goes off when a ping is due, or the time of the channel is over.
    private void alarm() {
        boolean dead = false;
        long ping = 0;
        synchronized (this) {
            if (closed) {
                return;
            }
            if (System.nanoTime() - pingDue >= 0) {
                dead = closing || answered < overdue;
                ping = dead ? 0 : nextPing();
                overdue = pinged;
                pingDue = System.nanoTime() + pingNanos;
            }
        }
        if (dead) {
            abort();
            return;
        }
        if (ping > 0) {
            ping(ping);
        }
        if (channels.left(channel).isZero()) {
            Thread.ofVirtual().name("socket-" + channel.id()).start(this::look);
        }
        setAlarm();
    }

    private void look() {
        try {
            channels.look(channel);
        } catch (StoreFailure failure) {
            LOG.debug("whether channel {} has more time is asked again", channel.id(), failure);
        }
    }

    private synchronized void setAlarm() {
        if (closed) {
            return;
        }
        long nanos = Math.max(0, pingDue - System.nanoTime());
        long left = channels.left(channel).toNanos();
        if (left > 0 && left < nanos) {
            nanos = left;
        }
        alarm = scheduler.schedule(this::alarm, TimeUnit.NANOSECONDS.toMillis(nanos) + 1, TimeUnit.MILLISECONDS);
    }

    private synchronized long nextPing() {
        return ++pinged;
    }

    private void ping(long number) {
        session().sendPing(ByteBuffer.allocate(Long.BYTES).putLong(number).flip(), Callback.NOOP);
    }

    private synchronized Session session() {
        if (session == null) {
            throw new IllegalStateException("WebSocket of channel " + channel.id() + " is not open yet");
        }
        return session;
    }
}
