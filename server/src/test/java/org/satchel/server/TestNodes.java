// SPDX-License-Identifier: Apache-2.0
package org.satchel.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.satchel.model.Address;
import org.satchel.server.config.ServerConfig;
import org.satchel.server.config.Settings;
import org.satchel.server.storage.Storage;

/// Servers with three accounts, on ports that were free.
final class TestNodes implements AutoCloseable {
    private static final String ANN = "tel:+15550100001";
    private static final String ANN_TOO = "sip:ann@example.net";
    private static final String BEN = "tel:+15550100002";
    private static final String FUNCTION = "sip:pf@example.net";

    private final List<Node> nodes = new ArrayList<>();

    InetSocketAddress start(Path data, String... more) throws IOException {
        return ready(data, more).get("imap");
    }

    /// Starts a server.
    ///
    /// @return where each face listens
    Map<String, InetSocketAddress> ready(Path data, String... more) throws IOException {
        var config = config(data, more);
        Storage.withAccounts(config, InstantSource.system(), accounts -> {
            accounts.put(Stream.of(ANN, ANN_TOO).map(Address::new).toList(), "ann's secret");
            accounts.put(List.of(new Address(BEN)), "ben's secret");
            accounts.put(List.of(new Address(FUNCTION)), "pf's secret");
        });
        var node = new Node(config);
        nodes.add(node);
        return Stream.of(node.start().split(" "))
                .filter(word -> word.contains("="))
                .map(word -> word.split("[=:]"))
                .collect(Collectors.toMap(
                        face -> face[0],
                        face -> new InetSocketAddress(
                                InetAddress.getLoopbackAddress(), Integer.parseInt(face[face.length - 1]))));
    }

    static ServerConfig config(Path data, String... more) {
        var settings = new Settings();
        var usual = List.of(
                "data=" + data, "imap.listen=127.0.0.1:0", "imap.tls=on", "http.listen=127.0.0.1:0", "sip.enabled=no");
        Stream.concat(usual.stream(), Stream.of(more)).forEach(setting -> {
            int equals = setting.indexOf('=');
            settings.option(setting.substring(0, equals), setting.substring(equals + 1));
        });
        return ServerConfig.of(settings);
    }

    @Override
    public void close() {
        nodes.forEach(Node::close);
    }
}
