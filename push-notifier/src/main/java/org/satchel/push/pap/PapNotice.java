// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.pap;

import java.util.Optional;
import java.util.Set;

/// What a gateway says of a push when it knows.
///
/// @param code why, in the numbers of [PapStatus]
// WAP-PAP §9.6 (resultnotification-message)
record PapNotice(String pushId, String address, PapState state, int code) {
    private static final Set<String> MESSAGES = Set.of("resultnotification-message");

    /// @return empty when it is no such message
    static Optional<PapNotice> read(byte[] xml) {
        return PapXml.find(xml, MESSAGES).flatMap(PapNotice::of);
    }

    private static Optional<PapNotice> of(PapXml.Element element) {
        var attributes = element.attributes();
        var pushId = attributes.getOrDefault("push-id", "");
        var code = attributes.getOrDefault("code", "");
        if (pushId.isEmpty() || !code.matches("[0-9]{1,9}")) {
            return Optional.empty();
        }
        return PapState.named(attributes.getOrDefault("message-state", ""))
                .map(state -> new PapNotice(pushId, element.address(), state, Integer.parseInt(code)));
    }
}
