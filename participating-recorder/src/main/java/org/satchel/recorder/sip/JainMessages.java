// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder.sip;

import gov.nist.javax.sip.header.SIPHeader;
import gov.nist.javax.sip.header.SIPHeaderList;
import gov.nist.javax.sip.header.To;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.satchel.recorder.Octets;
import org.satchel.recorder.SipHeader;
import org.satchel.recorder.SipHeaders;
import org.satchel.recorder.SipRequest;
import org.satchel.recorder.SipResponse;

/// Translation between the stack's messages and ours.
final class JainMessages {
    /// What ties an answer to its request: made afresh from the request and never copied from another answer.
    private static final Set<String> TIES =
            Set.of("via", "from", "call-id", "cseq", "content-length", "record-route", "max-forwards");

    private JainMessages() {}

    static SipRequest ours(SIPRequest request) {
        return new SipRequest(request.getMethod(), request.getRequestURI().toString(), headers(request), body(request));
    }

    static SipResponse ours(SIPResponse response) {
        var extra = headers(response).fields().stream()
                .filter(header -> !TIES.contains(header.name().toLowerCase(Locale.ROOT)))
                .toList();
        var reason = response.getReasonPhrase();
        return new SipResponse(
                response.getStatusCode(), reason == null ? "" : reason, new SipHeaders(extra), body(response));
    }

    /// @throws ParseException when a header of ours is not what the stack takes for one
    static SIPRequest theirs(SipRequest request) throws ParseException {
        var text = new StringBuilder(1024)
                .append(request.method())
                .append(' ')
                .append(request.uri())
                .append(" SIP/2.0\r\n");
        for (var header : request.headers().fields()) {
            text.append(header.name()).append(": ").append(header.value()).append("\r\n");
        }
        text.append("\r\n");
        // A header that does not parse is left out, as RFC 3261 §16.3 lets a proxy do with what it does not understand.
        var parsed = new StringMsgParser()
                .parseSIPMessage(text.toString().getBytes(StandardCharsets.UTF_8), false, false, null);
        if (!(parsed instanceof SIPRequest made)) {
            throw new ParseException("not a request", 0);
        }
        if (request.body().size() > 0) {
            made.setMessageContent(request.body().toBytes());
        }
        return made;
    }

    /// Puts what our answer says beyond its status into an answer that the stack tied to its request.
    static void complete(SIPResponse answer, SipResponse ours) throws ParseException {
        for (var header : ours.headers().fields()) {
            if (header.name().equalsIgnoreCase(To.NAME)) {
                tag(answer, header);
                continue;
            }
            answer.addHeader(StringMsgParser.parseSIPHeader(header.name() + ": " + header.value() + "\r\n"));
        }
        if (ours.body().size() > 0) {
            answer.setMessageContent(ours.body().toBytes());
        }
    }

    /// An answer that is handed back keeps the tag of who gave it. RFC 3261 §16.7 step 9
    private static void tag(SIPResponse answer, SipHeader to) throws ParseException {
        if (StringMsgParser.parseSIPHeader("To: " + to.value() + "\r\n") instanceof To parsed
                && parsed.getTag() != null) {
            answer.setToTag(parsed.getTag());
        }
    }

    private static Octets body(SIPMessage message) {
        var bytes = message.getRawContent();
        return bytes == null ? Octets.NONE : Octets.of(bytes);
    }

    private static SipHeaders headers(SIPMessage message) {
        List<SipHeader> headers = new ArrayList<>();
        var each = message.getHeaders();
        while (each.hasNext()) {
            add(headers, each.next());
        }
        return new SipHeaders(headers);
    }

    private static void add(List<SipHeader> headers, SIPHeader header) {
        if (header instanceof SIPHeaderList<?> list) {
            for (var element : list) {
                add(headers, element);
            }
        } else if (!"Content-Length".equalsIgnoreCase(header.getName())) {
            var value = header.getHeaderValue();
            headers.add(new SipHeader(header.getName(), value == null ? "" : value));
        }
    }
}
