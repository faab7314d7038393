// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/// The narrow door to SIP: requests come in and are answered, requests go out and are answered. Transport and
/// transactions are behind it.
///
/// An interface because the module that knows the stack must depend on this one, not the other way about.
public interface SipPort extends AutoCloseable {
    /// Who answers requests; called on a virtual thread of its own for each, may block.
    interface Handler {
        /// @param peer the address that the connection really comes from
        SipResponse answer(SipRequest request, InetAddress peer);
    }

    /// Begins to listen; after a [#close], again at the same address.
    ///
    /// @throws IllegalStateException when the address cannot be had
    void open(Handler handler);

    /// Where it listens, or listened last.
    InetSocketAddress address();

    /// Sends a request on as a new transaction, with our Via on top of those it has.
    ///
    /// @return the final answer; empty when the hop could not be reached or did not answer in time
    Optional<SipResponse> send(SipRequest request, SipHop hop) throws InterruptedException;

    /// Takes no more requests, waits for those in hand within the limit, then lets the connections go.
    @Override
    void close();
}
