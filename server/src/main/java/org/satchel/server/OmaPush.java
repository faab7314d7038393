// SPDX-License-Identifier: Apache-2.0
package org.satchel.server;

import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.satchel.push.Pace;
import org.satchel.push.PushDevices;
import org.satchel.push.Sink;
import org.satchel.push.SinkFactory;
import org.satchel.push.Subscription;
import org.satchel.push.Target;
import org.satchel.push.pap.ApplicationIdForm;
import org.satchel.push.pap.DeviceSessions;
import org.satchel.push.pap.Gateway;
import org.satchel.push.pap.GatewayLimits;
import org.satchel.push.pap.PapVersion;
import org.satchel.push.pap.PushGateways;
import org.satchel.push.pap.PushPolicy;
import org.satchel.server.accounts.Account;
import org.satchel.server.config.ServerConfig;

/// The configured push gateway, and the number of each account as a device behind it.
final class OmaPush implements SinkFactory, AutoCloseable {
    private static final String GATEWAY = "default";
    private static final String NUMBER = "number";

    private final PushGateways gateways;
    private final PushDevices devices;
    private final @Nullable URI url;
    private final boolean wakeNumbers;

    OmaPush(ServerConfig.Push config, String domain, PushDevices devices, InstantSource clock) {
        this.devices = devices;
        this.url = config.gatewayUrl().isEmpty() ? null : URI.create(config.gatewayUrl());
        this.wakeNumbers = config.wakeNumbers();
        gateways = new PushGateways(
                url == null ? List.of() : List.of(gateway(url, config, domain)),
                PushPolicy.RECEIVED,
                DeviceSessions.BY_INSTANCE,
                clock);
    }

    @Override
    public Sink open(Subscription subscription) {
        return gateways.open(subscription);
    }

    /// Registers the number that names the account's box, when numbers are to be woken.
    void registerNumber(Account account) {
        var address = account.addresses().getFirst().uri();
        if (url != null && wakeNumbers && address.startsWith("tel:+")) {
            devices.register(
                    account.box(), Target.PushDevice.plmn(NUMBER, GATEWAY, address.substring(4), url.getHost()));
        }
    }

    @Override
    public void close() {
        gateways.close();
    }

    private static Gateway gateway(URI url, ServerConfig.Push config, String domain) {
        var defaults = GatewayLimits.DEFAULT;
        var limits = new GatewayLimits(
                new Pace(
                        config.quietWindow(), config.interval(), defaults.pace().commitsPerListMax()),
                defaults.deliverWithin(),
                defaults.requestMax(),
                defaults.concurrentMax(),
                defaults.failuresMax(),
                defaults.leaveAlone(),
                defaults.addressErrorsMax());
        var credentials = config.user().isEmpty() ? null : new Gateway.Credentials(config.user(), config.password());
        var form = ApplicationIdForm.valueOf(config.applicationIdForm().toUpperCase(Locale.ROOT));
        return new Gateway(
                GATEWAY,
                url,
                credentials,
                new Gateway.Wire(PapVersion.V2_1, form, domain, Gateway.Wire.TEMPLATE),
                limits);
    }
}
