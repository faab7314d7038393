// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder.sip;

import gov.nist.javax.sip.message.MessageExt;
import java.util.Collections;
import java.util.ListIterator;
import javax.sip.SipException;
import javax.sip.SipStack;
import javax.sip.address.Hop;
import javax.sip.address.Router;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;

/// Sends each request to the hop that it carries, whatever its headers say: where to send is the recorder's decision.
///
/// Made by the stack, by name.
public final class HopRouter implements Router {
    public HopRouter(SipStack stack, @Nullable String outboundProxy) {}

    @Override
    @SuppressWarnings("NullAway") // the interface knows no other word for "there is none"
    public Hop getOutboundProxy() {
        return null;
    }

    @Override
    public Hop getNextHop(Request request) throws SipException {
        if (request instanceof MessageExt message && message.getApplicationData() instanceof Hop hop) {
            return hop;
        }
        throw new SipException("a request without a hop");
    }

    @Override
    @Deprecated
    @SuppressWarnings({"rawtypes", "InlineMeSuggester"}) // as the interface has it
    public ListIterator getNextHops(Request request) {
        return Collections.emptyListIterator();
    }
}
