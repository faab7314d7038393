// SPDX-License-Identifier: Apache-2.0
package org.satchel.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A Unix socket in the data folder by which commands reach the server that has the folder open: one line in, one
/// line out.
///
/// Only the owner of the folder may connect. Answers begin with `ok` or `error`.
final class ControlSocket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlSocket.class);
    private static final String NAME = "control.sock";

    private final Path file;
    private final ServerSocketChannel channel;

    /// @param answer from a request line to an answer line; runs on a thread of its own
    ControlSocket(Path data, UnaryOperator<String> answer) throws IOException {
        file = data.resolve(NAME);
        Files.deleteIfExists(file);
        channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        channel.bind(UnixDomainSocketAddress.of(file));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Thread.ofVirtual().name("control").start(() -> accept(answer));
    }

    /// Asks the server that has this data folder open; empty when none has.
    static Optional<String> ask(Path data, String request) throws IOException {
        var file = data.resolve(NAME);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        SocketChannel socket;
        try {
            socket = SocketChannel.open(UnixDomainSocketAddress.of(file));
        } catch (IOException e) {
            return Optional.empty();
        }
        try (socket) {
            send(socket, request);
            return Optional.ofNullable(reader(socket).readLine());
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(file);
    }

    private void accept(UnaryOperator<String> answer) {
        while (channel.isOpen()) {
            try {
                var socket = channel.accept();
                Thread.ofVirtual().name("control-request").start(() -> serve(socket, answer));
            } catch (AsynchronousCloseException e) {
                return;
            } catch (IOException e) {
                LOG.warn("control socket: {}", e.getMessage());
                return;
            }
        }
    }

    private static void serve(SocketChannel socket, UnaryOperator<String> answer) {
        try (socket) {
            var request = reader(socket).readLine();
            if (request != null) {
                send(socket, answer.apply(request));
            }
        } catch (IOException e) {
            LOG.debug("control request ended: {}", e.getMessage());
        }
    }

    private static BufferedReader reader(SocketChannel socket) {
        return new BufferedReader(new InputStreamReader(Channels.newInputStream(socket), StandardCharsets.UTF_8));
    }

    private static void send(SocketChannel socket, String line) throws IOException {
        var bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            socket.write(bytes);
        }
    }
}
