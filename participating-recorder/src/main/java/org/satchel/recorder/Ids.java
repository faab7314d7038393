// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder;

import java.util.Optional;

/// The CPM identities of a message. What the sender gave is kept; what is missing is assigned. CPM-MSG
/// §5.1
///
/// An assigned identity is made from what the request carries, so that a retransmission, a forked copy and the other
/// leg get the same one.
///
/// @param imdn IMDN Message-ID of the message itself
record Ids(String conversation, String contribution, String imdn) {
    static final String CONVERSATION = "Conversation-ID";
    static final String CONTRIBUTION = "Contribution-ID";

    /// By this name an assigned message id travels on beside the body, which stays as its sender made it.
    static final String IMDN = "IMDN-Message-ID";

    /// @throws Refusal with 400 when the sender gave one that is none
    static Ids of(SipRequest request, Content content, Parties parties, RecorderLimits limits) {
        var contribution = given(request.headers().first(CONTRIBUTION), limits)
                .orElseGet(() -> Digest.of(
                        "contribution",
                        request.header("Call-ID"),
                        request.header("CSeq"),
                        NameAddress.parse(request.header("From"))
                                .map(from -> from.parameter("tag"))
                                .orElse("")));
        var conversation =
                given(request.headers().first(CONVERSATION), limits).orElseGet(() -> conversation(request, parties));
        var imdn = given(content.wrapping().flatMap(Cpim::imdnId), limits)
                .or(() -> given(request.headers().first(IMDN), limits))
                .orElseGet(() -> Digest.of("imdn", contribution, Digest.of(request.body())));
        return new Ids(conversation, contribution, imdn);
    }

    /// The request with what was missing added.
    SipRequest into(SipRequest request, Content content) {
        var headers = request.headers().with(CONVERSATION, conversation).with(CONTRIBUTION, contribution);
        boolean carried = content.wrapping().flatMap(Cpim::imdnId).isPresent();
        return request.with(carried ? headers : headers.with(IMDN, imdn));
    }

    /// Constant for a pair of users. Of a sender who wants to be unknown it tells nothing: numbers are few enough to be
    /// tried out.
    private static String conversation(SipRequest request, Parties parties) {
        if (Parties.isWithheld(request) || parties.sender().equals(Parties.ANONYMOUS)) {
            return Digest.of("conversation", request.header("Call-ID"));
        }
        var one = parties.sender().uri();
        var other = parties.recipient().uri();
        return one.compareTo(other) < 0 ? Digest.of("conversation", one, other) : Digest.of("conversation", other, one);
    }

    private static Optional<String> given(Optional<String> value, RecorderLimits limits) {
        var id = value.map(String::strip).filter(text -> !text.isEmpty());
        if (id.filter(text ->
                        text.length() > limits.idCharsMax() || !text.chars().allMatch(c -> c > ' ' && c < 0x7f))
                .isPresent()) {
            throw new Refusal(400, "Malformed Identity Header");
        }
        return id;
    }
}
