// SPDX-License-Identifier: Apache-2.0
package org.satchel.backends;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Places on this machine where nobody listens yet.
final class Loopback {
    private static final int ATTEMPTS_MAX = 50;
    private static final int CONNECT_MILLIS_MAX = 1_000;

    private Loopback() {}

    static InetSocketAddress freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
        }
    }

    /// Addresses 127.x.y.1 and following with x and y by chance, on which all these ports are free. Linux routes the
    /// whole of 127/8 to itself, so servers that insist on their standard ports never meet.
    static List<InetAddress> freeAddresses(int count, RandomGenerator random, int... ports) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            byte x = (byte) random.nextInt(1, 255);
            byte y = (byte) random.nextInt(0, 256);
            var addresses = IntStream.rangeClosed(1, count)
                    .mapToObj(host -> address(x, y, (byte) host))
                    .toList();
            if (addresses.stream().allMatch(address -> IntStream.of(ports).allMatch(port -> isFree(address, port)))) {
                return addresses;
            }
        }
        throw new IOException("no free loopback addresses in " + ATTEMPTS_MAX + " attempts");
    }

    static boolean answers(InetSocketAddress place) {
        try (var socket = new Socket()) {
            socket.connect(place, CONNECT_MILLIS_MAX);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static boolean isFree(InetAddress address, int port) {
        try (var _ = new ServerSocket(port, 1, address)) {
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    private static InetAddress address(byte x, byte y, byte host) {
        try {
            return InetAddress.getByAddress(new byte[] {127, x, y, host});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
