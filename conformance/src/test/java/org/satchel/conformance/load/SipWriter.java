// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.load;

import java.io.IOException;
import java.util.Random;
import java.util.Set;
import org.satchel.conformance.wire.SipWire;

/// Sends messages to another user, and now and then one again, as a handset does that missed the answer.
public final class SipWriter implements Writer {
    // RFC 3261 §21
    private static final Set<Integer> TEMPORARY = Set.of(480, 503);

    private final SipWire wire;
    private final SipLedger ledger;
    private final Random random;

    public SipWriter(SipWire wire, SipLedger ledger, Random random) {
        this.wire = wire;
        this.ledger = ledger;
        this.random = random;
    }

    @Override
    public void step() throws IOException {
        var sample = ledger.choose(random);
        int status = wire.message(ledger.to(), sample.cpim());
        if (status / 100 != 2) {
            throw new Refused("SIP " + status, TEMPORARY.contains(status));
        }
        ledger.acknowledge(sample);
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }
}
