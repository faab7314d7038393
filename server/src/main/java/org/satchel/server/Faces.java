// SPDX-License-Identifier: Apache-2.0
package org.satchel.server;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.satchel.server.config.HostPort;

/// Where the faces really listen, by name, in the order they were started.
record Faces(Map<String, InetSocketAddress> addresses) {
    Faces {
        addresses = new LinkedHashMap<>(addresses);
    }

    /// `imap=127.0.0.1:1143 http=…`
    @Override
    public String toString() {
        return addresses.entrySet().stream()
                .map(face -> face.getKey() + "="
                        + new HostPort(
                                face.getValue().getAddress().getHostAddress(),
                                face.getValue().getPort()))
                .collect(Collectors.joining(" "));
    }
}
