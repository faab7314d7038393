// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.nms;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.satchel.bench.measure.Detail;
import org.satchel.bench.peer.Accounts;
import org.satchel.bench.peer.Peer;

/// A REST face under load, with its accounts. The store is called `base`.
///
/// @param server the server behind it, for its processor time
public record NmsTarget(InetSocketAddress http, Accounts accounts, Peer server) {
    private static final double MICROS = 1e6;

    public String name() {
        return server.name();
    }

    HttpConnection connect(int account) throws IOException {
        var plain = accounts.user(account) + ":" + accounts.password();
        return new HttpConnection(
                http, "Basic " + Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8)));
    }

    // OMA NMS §5.1: /nms/{version}/{store}/{box}
    String path(int account, String rest) {
        return "/nms/v1/base/" + URLEncoder.encode(accounts.user(account), StandardCharsets.UTF_8) + rest;
    }

    double cpuSeconds() throws IOException {
        return server instanceof Peer.Private ours ? ours.processes().cpuSeconds() : 0;
    }

    List<Detail> cpu(double before, long operations) throws IOException {
        return server instanceof Peer.Private && operations > 0
                ? List.of(new Detail("cpu", "µs/op", (cpuSeconds() - before) * MICROS / operations))
                : List.of();
    }
}
