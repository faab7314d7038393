// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder.sip;

import gov.nist.javax.sip.ListeningPointExt;
import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.Utils;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.HopImpl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.text.ParseException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.TooManyListenersException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import javax.sip.ClientTransaction;
import javax.sip.DialogTerminatedEvent;
import javax.sip.IOExceptionEvent;
import javax.sip.InvalidArgumentException;
import javax.sip.ListeningPoint;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.SipListener;
import javax.sip.SipProvider;
import javax.sip.TimeoutEvent;
import javax.sip.TransactionTerminatedEvent;
import org.jspecify.annotations.Nullable;
import org.satchel.recorder.RecorderLimits;
import org.satchel.recorder.SipHop;
import org.satchel.recorder.SipPort;
import org.satchel.recorder.SipRequest;
import org.satchel.recorder.SipResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// SIP over TCP by the JAIN-SIP stack, blocking processors, one reading thread per connection.
///
/// The process should hold one: loggers and some defaults of the stack are static.
public final class JainSipPort implements SipPort {
    private static final Logger LOG = LoggerFactory.getLogger(JainSipPort.class);
    private static final AtomicLong STACKS = new AtomicLong();
    private static final Duration LET_GO_MAX = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private volatile InetSocketAddress listen;
    private final RecorderLimits limits;
    private final Turnstile turnstile;
    private volatile @Nullable Open open;
    private volatile boolean closing = true;

    /// @param listen a port of 0 means any free one
    public JainSipPort(InetSocketAddress listen, RecorderLimits limits) {
        this.listen = listen;
        this.limits = limits;
        this.turnstile = new Turnstile(limits.requestsInFlightMax(), limits.requestsPerConnectionMax());
    }

    @Override
    public void open(Handler handler) {
        Sockets.Settings settings;
        try {
            settings = Sockets.Settings.open(listen, limits);
        } catch (IOException e) {
            throw new IllegalStateException("cannot listen for SIP on " + listen + ": " + e.getMessage(), e);
        }
        var bound = settings.bound();
        try {
            var stack = ScopedValue.where(Sockets.SETTINGS, settings).call(() -> new SipStackImpl(properties()));
            var point = stack.createListeningPoint(
                    bound.getInetAddress().getHostAddress(), bound.getLocalPort(), ListeningPoint.TCP);
            var provider = stack.createSipProvider(point);
            // Our answers come from requests, not from dialogs: forked copies of one request all get through.
            provider.setAutomaticDialogSupportEnabled(false);
            open = new Open(stack, provider, (ListeningPointExt) point, settings);
            listen = new InetSocketAddress(bound.getInetAddress(), bound.getLocalPort());
            provider.addSipListener(new Listener(handler));
            closing = false;
            stack.start();
        } catch (SipException | InvalidArgumentException | TooManyListenersException e) {
            throw new IllegalStateException("the SIP stack does not start: " + e.getMessage(), e);
        }
    }

    @Override
    public InetSocketAddress address() {
        return listen;
    }

    @Override
    public Optional<SipResponse> send(SipRequest request, SipHop hop) throws InterruptedException {
        var here = opened();
        var answer = new CompletableFuture<Optional<SipResponse>>();
        try {
            var to = new InetSocketAddress(InetAddress.getByName(bare(hop.host())), hop.port());
            here.settings().permit(to);
            var outgoing = JainMessages.theirs(request);
            var via = here.point().createViaHeader();
            if (listen.getAddress().isAnyLocalAddress()) {
                via.setHost(
                        InetAddress.getLocalHost().getHostAddress()); // RFC 3261 §18.1.1: an address of ours, not "any"
            }
            via.setBranch(Utils.getInstance().generateBranchId());
            outgoing.addFirst(via);
            outgoing.setApplicationData(
                    new HopImpl(to.getAddress().getHostAddress(), to.getPort(), ListeningPoint.TCP));
            var transaction = here.provider().getNewClientTransaction(outgoing);
            transaction.setApplicationData(answer);
            transaction.sendRequest();
            return answer.get(limits.relayTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (UnknownHostException | SipException | TimeoutException e) {
            LOG.debug("next hop {} does not answer: {}", hop, e.getClass().getSimpleName());
            return Optional.empty();
        } catch (ParseException e) {
            throw new IllegalArgumentException("the stack does not take this " + request, e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("an answer can only come or fail to come", e);
        }
    }

    @Override
    public void close() {
        var here = open;
        if (here == null || closing) {
            return;
        }
        closing = true;
        try {
            if (!turnstile.awaitEmpty(limits.stopTimeout())) {
                LOG.warn("SIP requests were still in hand after {}", limits.stopTimeout());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        letGo(here.settings());
        here.stack().stop();
        here.settings().connections().forEach(JainSipPort::cut);
    }

    /// For a connection whose thread did not end in time: nobody is left to close it.
    private static void cut(FramedSocket connection) {
        try {
            connection.close();
        } catch (IOException e) {
            LOG.debug("closing a SIP connection: {}", e.getMessage());
        }
    }

    /// Ends the connections by their reading side, so that their threads end by themselves and not in the middle of the
    /// stack's stop.
    private static void letGo(Sockets.Settings settings) {
        try {
            settings.bound().close();
            long deadline = System.nanoTime() + LET_GO_MAX.toNanos();
            for (var connection : settings.connections()) {
                connection.endInput();
            }
            while (!settings.connections().isEmpty() && System.nanoTime() < deadline) {
                Thread.sleep(5);
            }
        } catch (IOException e) {
            LOG.debug("closing the SIP port: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Open opened() {
        var here = open;
        if (here == null) {
            throw new IllegalStateException("the SIP port is not open");
        }
        return here;
    }

    private Properties properties() {
        var properties = new Properties();
        properties.setProperty("javax.sip.STACK_NAME", "satchel-" + STACKS.incrementAndGet());
        // Without both, the stack asks for log4j 1.2 and does not start.
        properties.setProperty("gov.nist.javax.sip.STACK_LOGGER", StackLog.class.getName());
        properties.setProperty("gov.nist.javax.sip.SERVER_LOGGER", MessageLog.class.getName());
        // Blocking processors: the NIO ones allocate whatever Content-Length says, before any check, and die of it for
        // good.
        properties.setProperty(
                "gov.nist.javax.sip.MESSAGE_PROCESSOR_FACTORY", "gov.nist.javax.sip.stack.OIOMessageProcessorFactory");
        // Bounds a message, and at half of it the header block. Framing has bounded both before, so this never bites.
        properties.setProperty("gov.nist.javax.sip.MAX_MESSAGE_SIZE", Integer.toString(stackBytesMax()));
        // A peer that stops in the middle of a message is let go: second line behind the framing.
        properties.setProperty(
                "gov.nist.javax.sip.READ_TIMEOUT",
                Long.toString(limits.readTimeout().toMillis()));
        properties.setProperty("gov.nist.javax.sip.MAX_CONNECTIONS", Integer.toString(limits.connectionsMax()));
        // We hand each request to a thread of its own at once, so the reading thread may call us directly, and the
        // stack's pool for
        // parsed messages, one per process and stopped by whoever stops first, stays off.
        properties.setProperty("gov.nist.javax.sip.REENTRANT_LISTENER", "true");
        properties.setProperty("gov.nist.javax.sip.TCP_POST_PARSING_THREAD_POOL_SIZE", "0");
        // No dialogs, and no 482 for the second branch of a forked request: recording once is our affair.
        properties.setProperty("javax.sip.AUTOMATIC_DIALOG_SUPPORT", "off");
        properties.setProperty("gov.nist.javax.sip.AUTOMATIC_DIALOG_ERROR_HANDLING", "false");
        // Where to send is our decision, for every URI.
        properties.setProperty("javax.sip.ROUTER_PATH", HopRouter.class.getName());
        properties.setProperty("javax.sip.USE_ROUTER_FOR_ALL_URIS", "true");
        properties.setProperty("gov.nist.javax.sip.NETWORK_LAYER", Sockets.class.getName());
        // An ISC link is kept up between requests, both ways.
        properties.setProperty("gov.nist.javax.sip.CACHE_SERVER_CONNECTIONS", "true");
        properties.setProperty("gov.nist.javax.sip.CACHE_CLIENT_CONNECTIONS", "true");
        // A transaction drops its messages when it is done.
        properties.setProperty("gov.nist.javax.sip.RELEASE_REFERENCES_STRATEGY", "Normal");
        properties.setProperty("gov.nist.javax.sip.THREAD_AUDIT_INTERVAL_IN_MILLISECS", "0");
        return properties;
    }

    private int stackBytesMax() {
        return 2 * (limits.messageBytesMax() + limits.headerBytesMax());
    }

    private static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /// What there is while the port is open.
    private record Open(SipStackImpl stack, SipProvider provider, ListeningPointExt point, Sockets.Settings settings) {}

    /// Takes the stack's events: requests to the handler, answers to whoever waits.
    private final class Listener implements SipListener {
        private final Handler handler;

        Listener(Handler handler) {
            this.handler = handler;
        }

        @Override
        public void processRequest(RequestEvent event) {
            if (!(event.getRequest() instanceof SIPRequest request)
                    || request.getMethod().equals("ACK")) {
                return;
            }
            var peer = request.getPeerPacketSourceAddress();
            var connection = peer.getHostAddress() + ":" + request.getPeerPacketSourcePort();
            try {
                var transaction = event.getServerTransaction() == null
                        ? opened().provider().getNewServerTransaction(request)
                        : event.getServerTransaction();
                if (closing || !turnstile.enter(connection, PATIENCE)) {
                    respond(transaction, request, busy());
                    return;
                }
                Thread.ofVirtual().name("sip-" + connection).start(() -> {
                    try {
                        respond(transaction, request, handler.answer(JainMessages.ours(request), peer));
                    } finally {
                        turnstile.leave(connection);
                    }
                });
            } catch (SipException e) {
                // The same request is in hand already, or is no request that can have an answer.
                LOG.debug("a request is passed over: {}", e.getClass().getSimpleName());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void processResponse(ResponseEvent event) {
            if (event.getResponse() instanceof SIPResponse response && response.getStatusCode() >= 200) {
                settle(event.getClientTransaction(), Optional.of(JainMessages.ours(response)));
            }
        }

        @Override
        public void processTimeout(TimeoutEvent event) {
            settle(event.getClientTransaction(), Optional.empty());
        }

        @Override
        public void processIOException(IOExceptionEvent event) {
            // Names a hop, not a transaction: whoever waits for it runs into his time limit.
            LOG.debug("SIP connection to {}:{} failed", event.getHost(), event.getPort());
        }

        @Override
        public void processTransactionTerminated(TransactionTerminatedEvent event) {
            settle(event.getClientTransaction(), Optional.empty());
        }

        @Override
        public void processDialogTerminated(DialogTerminatedEvent event) {}

        private SipResponse busy() {
            // RFC 3261 §21.5.4
            return SipResponse.of(503, "Service Unavailable")
                    .with("Retry-After", Long.toString(limits.retryAfter().toSeconds()));
        }

        @SuppressWarnings("unchecked")
        private void settle(@Nullable ClientTransaction transaction, Optional<SipResponse> answer) {
            if (transaction != null && transaction.getApplicationData() instanceof CompletableFuture<?> waiting) {
                ((CompletableFuture<Optional<SipResponse>>) waiting).complete(answer);
            }
        }

        private void respond(ServerTransaction transaction, SIPRequest request, SipResponse answer) {
            try {
                var response = request.createResponse(answer.status(), answer.reason());
                JainMessages.complete(response, answer);
                if (response.getToTag() == null) {
                    response.setToTag(Utils.getInstance().generateTag());
                }
                transaction.sendResponse(response);
            } catch (SipException | InvalidArgumentException | ParseException e) {
                // The sender is gone; it will come back with the same message, which is recorded once.
                LOG.debug(
                        "an answer {} is lost: {}",
                        answer.status(),
                        e.getClass().getSimpleName());
            }
        }
    }
}
