// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// A bare SIP server on a socket: the core, or the device, behind the recorder. Answers each request with the status it
/// is told.
final class NextHop implements AutoCloseable {
    private final ServerSocket listening;
    private final BlockingQueue<SipWire.Received> requests = new LinkedBlockingQueue<>();
    private final List<SipWire> wires = new CopyOnWriteArrayList<>();
    private volatile Function<SipWire.Received, Integer> status;

    /// @param status what to answer; 0 = nothing
    NextHop(Function<SipWire.Received, Integer> status) throws IOException {
        this(0, status);
    }

    NextHop(int port, Function<SipWire.Received, Integer> status) throws IOException {
        this.status = status;
        this.listening = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    SipHop hop() {
        return new SipHop(listening.getInetAddress().getHostAddress(), listening.getLocalPort());
    }

    void answerWith(Function<SipWire.Received, Integer> other) {
        status = other;
    }

    SipWire.Received next() throws InterruptedException {
        var request = requests.poll(SipWire.TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        if (request == null) {
            throw new AssertionError("no request came to the next hop");
        }
        return request;
    }

    /// How many requests came that nobody has looked at.
    int waiting() {
        return requests.size();
    }

    @Override
    public void close() throws IOException {
        goAway();
    }

    /// Stops listening and drops every connection.
    void goAway() throws IOException {
        listening.close();
        for (var wire : wires) {
            wire.close();
        }
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                var wire = new SipWire(listening.accept());
                wires.add(wire);
                Thread.ofVirtual().start(() -> serve(wire));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(SipWire wire) {
        try {
            while (true) {
                var request = wire.read();
                int code = status.apply(request);
                requests.add(request);
                if (code > 0) {
                    wire.write(answer(request, code));
                }
            }
        } catch (IOException closed) {
            // the recorder let the connection go
        }
    }

    private static String answer(SipWire.Received request, int code) {
        var text = new StringBuilder("SIP/2.0 ").append(code).append(" Status\r\n");
        request.all("Via").forEach(via -> text.append("Via: ").append(via).append("\r\n"));
        return text.append("From: ")
                .append(request.header("From"))
                .append("\r\nTo: ")
                .append(request.header("To"))
                .append(";tag=hop")
                .append("\r\nCall-ID: ")
                .append(request.header("Call-ID"))
                .append("\r\nCSeq: ")
                .append(request.header("CSeq"))
                .append("\r\nX-Answered-By: next-hop\r\nContent-Length: 0\r\n\r\n")
                .toString();
    }
}
