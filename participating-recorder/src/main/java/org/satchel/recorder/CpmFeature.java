// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Which service a MESSAGE belongs to: what the core asserts counts first, then the sender's feature tags, then the
/// content type.
// OMA CPM: service identifiers and feature tags
enum CpmFeature {
    /// CPM standalone message in pager mode, with its notifications: recorded here.
    PAGER,
    /// A CPM service that no MESSAGE can carry.
    NOT_FOR_MESSAGE,
    /// Anything else: sent on, not looked into.
    FOREIGN;

    /// Service identifier of a pager-mode message.
    static final String PAGER_ICSI = "urn:urn-7:3gpp-service.ims.icsi.oma.cpm.msg";

    private static final String CPM = "3gpp-service.ims.icsi.oma.cpm.";

    static CpmFeature of(SipRequest request) {
        var asserted = request.headers().all("P-Asserted-Service");
        if (!asserted.isEmpty()) {
            return asserted.stream()
                    .map(value -> named(value.strip().toLowerCase(Locale.ROOT)))
                    .min(Enum::compareTo)
                    .orElse(FOREIGN);
        }
        for (var value : request.headers().all("Accept-Contact")) {
            var tags = plain(value);
            if (tags.contains(CPM + "msg") || tags.contains("+g.oma.sip-im")) {
                return PAGER;
            }
        }
        return byContent(request);
    }

    private static CpmFeature named(String icsi) {
        int at = icsi.indexOf(CPM);
        if (at < 0) {
            return FOREIGN;
        }
        return switch (icsi.substring(at + CPM.length())) {
            case "msg" -> PAGER;
            case "largemsg", "largemsg.group", "session", "session.group", "filetransfer", "filetransfer.group" ->
                NOT_FOR_MESSAGE;
            // Group messages carry their recipients beside the text, system messages are for the core: neither is
            // recorded yet.
            default -> FOREIGN;
        };
    }

    private static CpmFeature byContent(SipRequest request) {
        var type = request.headers()
                .first("Content-Type")
                .flatMap(MediaType::parse)
                .map(MediaType::name)
                .orElse("");
        return switch (type) {
            case Content.CPIM, Content.COMPOSING, "text/plain" -> PAGER;
            default -> FOREIGN;
        };
    }

    /// Feature tags carry service identifiers percent-encoded. RFC 3841 §9.2
    private static String plain(String value) {
        var lower = value.toLowerCase(Locale.ROOT);
        try {
            return URLDecoder.decode(lower.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return lower;
        }
    }
}
