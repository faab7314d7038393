// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.pap;

import java.util.Optional;
import java.util.Set;

/// The answer of a gateway, as far as it is needed.
///
/// @param code of the result, or of `badmessage-response`
/// @param understood false for a `badmessage-response`
// WAP-PAP §9.3 (push-response), §9.5 (cancel-response), §9.11 (badmessage-response)
record PapReply(int code, boolean understood) {
    private static final String BAD_MESSAGE = "badmessage-response";
    private static final Set<String> RESULTS = Set.of("response-result", "cancel-result", BAD_MESSAGE);

    /// @return empty when it is no answer of the protocol
    static Optional<PapReply> read(byte[] xml) {
        return PapXml.find(xml, RESULTS)
                .flatMap(element -> Optional.ofNullable(element.attributes().get("code"))
                        .filter(code -> code.matches("-?[0-9]{1,9}"))
                        .map(code -> new PapReply(
                                Integer.parseInt(code), !element.name().equals(BAD_MESSAGE))));
    }

    PapStatus status() {
        return PapStatus.of(code);
    }
}
