// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.cluster;

import java.io.IOException;
import java.util.Random;
import org.satchel.conformance.load.Books;
import org.satchel.conformance.load.ImapWriter;
import org.satchel.conformance.load.NmsWriter;
import org.satchel.conformance.load.SipLedger;
import org.satchel.conformance.load.SipWriter;
import org.satchel.conformance.load.Writer;
import org.satchel.conformance.wire.ImapWire;
import org.satchel.conformance.wire.NmsWire;
import org.satchel.conformance.wire.ServerProcess;
import org.satchel.conformance.wire.SipWire;

/// A writer's place of work: how it writes, to which box, and at which server when it can.
///
/// @param entrance connects to a server, this one or another
record Post(String protocol, String box, int server, Entrance entrance) {
    static final String IMAP = "imap";
    static final String NMS = "nms";
    static final String SIP = "sip";

    /// A way to the work.
    @FunctionalInterface
    interface Entrance {
        /// @throws Writer.Refused when the server does not let one in
        Writer enter(ServerProcess server, Random choices) throws IOException;
    }

    static Post imap(Books books, Shelf shelf, String box, int number) {
        return new Post(IMAP, box, number, (server, choices) -> {
            var wire = login(server, box);
            var journal = shelf.take(IMAP, box);
            var writer = new ImapWriter(wire, journal, books.uids(), Books.FOLDERS, choices);
            return new Visit(writer, () -> shelf.giveBack(IMAP, journal));
        });
    }

    static Post nms(Shelf shelf, String box, int number) {
        return new Post(NMS, box, number, (server, choices) -> {
            var wire = new NmsWire(server.face("http"), box);
            var journal = shelf.take(NMS, box);
            var writer = new NmsWriter(wire, journal, Books.FOLDERS, choices);
            return new Visit(writer, () -> shelf.giveBack(NMS, journal));
        });
    }

    /// From the box's user to somebody else.
    static Post sip(SipLedger ledger, int number) {
        return new Post(
                SIP,
                ledger.from(),
                number,
                (server, choices) -> new SipWriter(new SipWire(server.face("sip"), ledger.from()), ledger, choices));
    }

    /// @throws Writer.Refused when the login is refused
    static ImapWire login(ServerProcess server, String box) throws IOException {
        var wire = new ImapWire(server.face("imap"));
        try {
            ImapWriter.check(wire.command("LOGIN " + box + " " + ServerProcess.PASSWORD));
            return wire;
        } catch (IOException | Writer.Refused failure) {
            wire.close();
            throw failure;
        }
    }

    @Override
    public String toString() {
        return protocol + " for " + box + " at server " + server;
    }

    /// A writer that leaves everything in order.
    private record Visit(Writer writer, Runnable after) implements Writer {
        @Override
        public void step() throws IOException {
            writer.step();
        }

        @Override
        public void close() throws IOException {
            try {
                writer.close();
            } finally {
                after.run();
            }
        }
    }
}
