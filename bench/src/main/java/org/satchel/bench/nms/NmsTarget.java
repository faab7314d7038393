// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.nms;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.satchel.bench.measure.Detail;
import org.satchel.bench.measure.WrongAnswer;
import org.satchel.bench.peer.Accounts;
import org.satchel.bench.peer.Peer;

/// A REST face under load, with its accounts. The store is called `base`.
///
/// @param figures where the server tells its figures
/// @param server the server behind it, for its processor time and memory
/// @param only number of the object that all answers are about; null = of the one that was asked for
public record NmsTarget(
        InetSocketAddress http,
        InetSocketAddress figures,
        Accounts accounts,
        Peer server,
        @Nullable Long only) {
    private static final double MICROS = 1e6;

    public String name() {
        return server.name();
    }

    /// Number of the object in the answer to a question for this one.
    long answered(long number) {
        return only == null ? number : only;
    }

    HttpConnection connect(int account) throws IOException {
        return new HttpConnection(http, authorization(account));
    }

    String authorization(int account) {
        var plain = accounts.user(account) + ":" + accounts.password();
        return "Basic " + Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    // OMA NMS §5.1: /nms/{version}/{store}/{box}
    String path(int account, String rest) {
        return "/nms/v1/base/" + URLEncoder.encode(accounts.user(account), StandardCharsets.UTF_8) + rest;
    }

    // OMA NMS §3.4: /notificationchannel/{version}/{user}/channels
    String channels(int account) {
        return "/notificationchannel/v1/" + URLEncoder.encode(accounts.user(account), StandardCharsets.UTF_8)
                + "/channels";
    }

    /// One of the figures that the server tells of itself, without labels.
    long figure(String name) throws IOException {
        var place = URI.create("http://" + figures.getHostString() + ":" + figures.getPort() + "/metrics");
        try (var in = place.toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith(name + " "))
                    .findFirst()
                    .map(line -> (long) Double.parseDouble(line.substring(name.length() + 1)))
                    .orElseThrow(() -> new WrongAnswer("the server has no figure " + name));
        }
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
