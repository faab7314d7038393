// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import org.satchel.conformance.wire.ImapWire;
import org.satchel.conformance.wire.NmsWire;
import org.satchel.conformance.wire.ServerProcess;
import org.satchel.conformance.wire.SipWire;

/// A way into a box.
enum Way {
    IMAP {
        @Override
        Deposit deposit(ServerProcess server, String name) throws IOException {
            var message = message(name);
            try (var imap = ImapWire.login(server.face("imap"), ANN)) {
                var answer = imap.append(FOLDER, "(\\Flagged)", message);
                if (!answer.isOk()) {
                    throw new AssertionError(answer.toString());
                }
            }
            return new Deposit(canonical(message), List.of("\\Flagged"));
        }
    },
    NMS {
        @Override
        Deposit deposit(ServerProcess server, String name) throws IOException {
            var message = message(name);
            try (var nms = new NmsWire(server.face("http"), ANN)) {
                nms.upload(FOLDER, List.of("\\Flagged"), message).expect(201);
            }
            return new Deposit(message, List.of("\\Flagged"));
        }
    },
    SIP {
        @Override
        Deposit deposit(ServerProcess server, String name) throws IOException {
            var cpim = SipWire.cpim(name, "Grüße — " + name);
            try (var sip = new SipWire(server.face("sip"), BEN)) {
                int status = sip.message(ANN, cpim);
                if (status != 200) {
                    throw new AssertionError("SIP " + status);
                }
            }
            return new Deposit(cpim, List.of());
        }
    };

    static final String ANN = "tel:+15550100001";
    static final String BEN = "tel:+15550100042";
    /// Where SIP records what Ben sends to Ann; the other ways use it too.
    static final String FOLDER = "Default/" + BEN;

    /// Puts one object into Ann's folder, acknowledged when this returns.
    ///
    /// @param name found in the object's bytes
    abstract Deposit deposit(ServerProcess server, String name) throws IOException;

    /// What was handed in.
    ///
    /// @param bytes the object, or of what came over SIP its body
    @SuppressWarnings("ArrayRecordComponent") // never compared as a record
    record Deposit(byte[] bytes, List<String> flags) {}

    /// As APPEND stores text: every line ends with both. CPM-MSG §13 rule 5
    private static byte[] canonical(byte[] message) {
        return new String(message, UTF_8)
                .replace("\r\n", "\n")
                .replace("\n", "\r\n")
                .getBytes(UTF_8);
    }

    private static byte[] message(String name) {
        return """
                From: <%s>
                To: <%s>
                Date: Sun, 01 Mar 2026 10:00:00 +0000
                Subject: %s
                MIME-Version: 1.0
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: 8bit

                Grüße — %s
                a lone line feed:\u000b and trailing blanks   \n""".formatted(BEN, ANN, name, name)
                .replace("\n", "\r\n")
                .replace('\u000b', '\n')
                .getBytes(UTF_8);
    }
}
