// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder.sip;

import gov.nist.core.net.NetworkLayer;
import gov.nist.javax.sip.SipStackImpl;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.satchel.recorder.RecorderLimits;

/// The stack's sockets: a listening socket that was bound before, and connections to named hops only.
///
/// The stack would answer a request whose connection is gone by dialling the address in its Via (RFC 3261 §18.2.2),
/// which lets a peer point
/// us anywhere. We do not: the sender comes back by itself, and what it sent is recorded once.
public final class Sockets implements NetworkLayer {
    /// What an instance works with; the stack makes it by name, without arguments, so it is bound around the making.
    static final ScopedValue<Settings> SETTINGS = ScopedValue.newInstance();

    private static final int HOPS_MAX = 10_000;

    private final Settings settings = SETTINGS.get();

    /// @param bound listens already, so that the port is ours and known
    /// @param connections that are open
    record Settings(
            ServerSocket bound, RecorderLimits limits, Set<FramedSocket> connections, Set<InetSocketAddress> hops) {
        static Settings open(InetSocketAddress listen, RecorderLimits limits) throws IOException {
            Set<FramedSocket> connections = ConcurrentHashMap.newKeySet();
            return new Settings(
                    listen(listen, limits, connections), limits, connections, ConcurrentHashMap.newKeySet());
        }

        /// From now on this hop may be dialled.
        void permit(InetSocketAddress hop) {
            if (hops.size() >= HOPS_MAX) {
                hops.clear();
            }
            hops.add(hop);
        }
    }

    /// A listening socket whose connections bring whole messages and send small ones at once.
    ///
    /// @param accepted holds every connection as long as it is open
    static ServerSocket listen(InetSocketAddress address, RecorderLimits limits, Set<FramedSocket> accepted)
            throws IOException {
        var socket = new ServerSocket() {
            @Override
            public Socket accept() throws IOException {
                var connection = new FramedSocket(limits, accepted);
                implAccept(connection);
                connection.setTcpNoDelay(true);
                accepted.add(connection);
                return connection;
            }
        };
        try {
            socket.setReuseAddress(true);
            socket.bind(address, 128);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog, InetAddress address) throws IOException {
        if (settings.bound().getLocalPort() != port) {
            throw new IOException("port " + port + " is not the one that was bound");
        }
        return settings.bound();
    }

    @Override
    public Socket createSocket(InetAddress address, int port) throws IOException {
        var to = new InetSocketAddress(address, port);
        if (!settings.hops().contains(to)) {
            throw new IOException("not a hop of ours");
        }
        var socket = new FramedSocket(settings.limits(), settings.connections());
        try {
            socket.setTcpNoDelay(true);
            socket.connect(
                    to, Math.toIntExact(settings.limits().connectTimeout().toMillis()));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public Socket createSocket(InetAddress address, int port, @Nullable InetAddress local) throws IOException {
        return createSocket(address, port);
    }

    @Override
    public Socket createSocket(InetAddress address, int port, @Nullable InetAddress local, int localPort)
            throws IOException {
        return createSocket(address, port);
    }

    @Override
    public SSLServerSocket createSSLServerSocket(int port, int backlog, InetAddress address) throws IOException {
        throw new IOException("TLS is not offered");
    }

    @Override
    public SSLSocket createSSLSocket(InetAddress address, int port) throws IOException {
        throw new IOException("TLS is not offered");
    }

    @Override
    public SSLSocket createSSLSocket(InetAddress address, int port, @Nullable InetAddress local) throws IOException {
        throw new IOException("TLS is not offered");
    }

    @Override
    public DatagramSocket createDatagramSocket() throws SocketException {
        throw new SocketException("UDP is not offered");
    }

    @Override
    public DatagramSocket createDatagramSocket(int port, InetAddress address) throws SocketException {
        throw new SocketException("UDP is not offered");
    }

    @Override
    public void setSipStack(SipStackImpl stack) {}
}
