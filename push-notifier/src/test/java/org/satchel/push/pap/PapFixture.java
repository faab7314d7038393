// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.pap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.satchel.push.Deposits.ALICE;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.satchel.model.MessageBox;
import org.satchel.model.Query;
import org.satchel.model.memory.MemoryStore;
import org.satchel.push.Backoff;
import org.satchel.push.DeviceSessions;
import org.satchel.push.Followers;
import org.satchel.push.ManualTime;
import org.satchel.push.Pace;
import org.satchel.push.PushDevices;
import org.satchel.push.PushLimits;
import org.satchel.push.PushPolicy;
import org.satchel.push.Subscriptions;
import org.satchel.push.Target;

/// A box, a gateway over real HTTP, and a process that can be begun again.
class PapFixture {
    static final Target.PushDevice PHONE = Target.PushDevice.plmn("phone", "main", "+15550100001", "ppg.example.net");
    static final GatewayLimits LIMITS = new GatewayLimits(
            new Pace(Duration.ofMillis(1_500), Duration.ofSeconds(30), 1_000),
            Duration.ofHours(24),
            Duration.ofSeconds(5),
            2,
            1_000,
            Duration.ofMinutes(1),
            3);

    final ManualTime time = new ManualTime();
    final MemoryStore store = new MemoryStore();
    final Random ids = new Random(1);
    final List<AutoCloseable> open = new ArrayList<>();
    StubGateway stub;
    MessageBox box;
    Subscriptions subscriptions;
    PushGateways gateways;
    Followers followers;

    @BeforeEach
    void open() throws IOException {
        stub = new StubGateway();
        box = store.create(ALICE);
    }

    @AfterEach
    void close() throws Exception {
        for (var closing : open.reversed()) {
            closing.close();
        }
        stub.close();
    }

    Gateway gateway(ApplicationIdForm form, GatewayLimits limits) {
        var wire = new Gateway.Wire(PapVersion.V2_1, form, "store.example.net", Gateway.Wire.TEMPLATE);
        return new Gateway("main", stub.url(), new Gateway.Credentials("cpmstore", "s3cret"), wire, limits);
    }

    void start() {
        start(gateway(ApplicationIdForm.URN, LIMITS), DeviceSessions.BY_INSTANCE);
    }

    /// A process begins: it knows nothing but what is durable.
    void start(Gateway gateway, DeviceSessions sessions) {
        subscriptions = new Subscriptions(store, PushLimits.DEFAULT, time, ids);
        gateways = new PushGateways(List.of(gateway), PushPolicy.RECEIVED, sessions, time);
        followers = new Followers(
                store,
                subscriptions,
                gateways,
                text -> new Query.All(),
                PushLimits.DEFAULT,
                Backoff.DEFAULT,
                time.timing());
        followers.start();
        open.add(gateways);
        open.add(followers);
    }

    PushDevices devices() {
        return new PushDevices(subscriptions);
    }

    PapTally.Counts counts() {
        return gateways.counts().get("main");
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    static Target.PushDevice device(int number) {
        return Target.PushDevice.plmn("device-" + number, "main", "+155501001" + number, "ppg.example.net");
    }

    static GatewayLimits withPace(Pace pace) {
        return new GatewayLimits(pace, Duration.ofHours(24), Duration.ofSeconds(5), 2, 1_000, Duration.ofMinutes(1), 3);
    }
}
