// SPDX-License-Identifier: Apache-2.0
package org.satchel.backends;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.backends.FaultyLink.Fault;

@Timeout(300)
class FaultyLinkTest {
    private ServerSocket echo;
    private FaultyLink link;

    @BeforeEach
    void listen() throws IOException {
        echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
        link = FaultyLink.to(new InetSocketAddress(echo.getInetAddress(), echo.getLocalPort()));
    }

    @AfterEach
    void close() throws IOException {
        link.close();
        echo.close();
    }

    @Test
    void a_sound_link_passes_all_bytes_and_the_end() throws Exception {
        var sent = new byte[1_000_000];
        sent[999_999] = 7;
        try (var socket = connect()) {
            Thread.ofVirtual().start(() -> {
                try {
                    socket.getOutputStream().write(sent);
                    socket.shutdownOutput();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(socket.getInputStream().readAllBytes()).isEqualTo(sent);
        }
    }

    @Test
    void each_request_is_delayed_until_the_fault_is_over() throws Exception {
        try (var socket = connect()) {
            link.set(new Fault.Delay(Duration.ofMillis(300)));
            for (int request = 0; request < 2; request++) {
                long start = System.nanoTime();
                echoed(socket, 1);
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(299));
            }
            link.set(new Fault.Delay(Duration.ofHours(1)));
            socket.getOutputStream().write(9);
            link.set(Fault.NONE);
            assertThat(socket.getInputStream().read()).isEqualTo(9);
        }
    }

    @Test
    void a_black_hole_tells_nobody_and_loses_nothing() throws Exception {
        try (var socket = connect()) {
            echoed(socket, 1);
            link.set(new Fault.BlackHole());
            socket.getOutputStream().write(2);
            socket.setSoTimeout(200);
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            link.set(Fault.NONE);
            socket.setSoTimeout(120_000);
            assertThat(socket.getInputStream().read()).isEqualTo(2);
        }
    }

    @Test
    void a_refusal_is_for_new_connections_only() throws Exception {
        try (var old = connect()) {
            echoed(old, 1);
            link.set(new Fault.Refusal());
            try (var fresh = connect()) {
                assertThatThrownBy(() -> echoed(fresh, 1)).isInstanceOfAny(IOException.class, AssertionError.class);
            }
            echoed(old, 2);
        }
    }

    @Test
    void a_link_that_is_cut_after_some_bytes_passes_just_these() throws Exception {
        try (var socket = connect()) {
            link.set(new Fault.CutAfter(3));
            echoed(socket, 1);
            echoed(socket, 2);
            echoed(socket, 3);
            assertThatThrownBy(() -> echoed(socket, 4)).isInstanceOfAny(IOException.class, AssertionError.class);
        }
        try (var fresh = connect()) {
            assertThatThrownBy(() -> echoed(fresh, 5)).isInstanceOfAny(IOException.class, AssertionError.class);
        }
    }

    @Test
    void a_cut_ends_what_is_open_and_nothing_else() throws Exception {
        try (var socket = connect()) {
            echoed(socket, 1);
            link.cut();
            assertThatThrownBy(() -> echoed(socket, 2)).isInstanceOfAny(IOException.class, AssertionError.class);
        }
        try (var fresh = connect()) {
            echoed(fresh, 3);
        }
    }

    private Socket connect() throws IOException {
        var socket = new Socket(link.address().getAddress(), link.address().getPort());
        socket.setSoTimeout((int) SECONDS.toMillis(10));
        return socket;
    }

    private static void echoed(Socket socket, int value) throws IOException {
        socket.getOutputStream().write(value);
        assertThat(socket.getInputStream().read()).isEqualTo(value);
    }

    private void serve() {
        while (!echo.isClosed()) {
            try {
                var socket = echo.accept();
                Thread.ofVirtual().start(() -> {
                    try (socket) {
                        socket.getInputStream().transferTo(socket.getOutputStream());
                    } catch (IOException cut) {
                        return;
                    }
                });
            } catch (IOException over) {
                return;
            }
        }
    }
}
