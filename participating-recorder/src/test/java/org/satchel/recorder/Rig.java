// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.satchel.engines.TestEngine;
import org.satchel.model.Address;
import org.satchel.model.BoxId;
import org.satchel.model.FolderPath;
import org.satchel.model.MessageStore;
import org.satchel.model.Placement;
import org.satchel.model.StoredObject;
import org.satchel.recorder.sip.JainSipPort;

/// A recorder on a free loopback port over a fresh store, with two users: Alice and Bob.
final class Rig implements AutoCloseable {
    static final BoxId ALICE = new BoxId("tel:" + Sample.ALICE);
    static final BoxId BOB = new BoxId("tel:" + Sample.BOB);

    final MessageStore store = TestEngine.fresh();
    final Recorder recorder;

    Rig(Relay relay) {
        this(relay, WhenStoreFails.REFUSE, RecorderLimits.DEFAULT);
    }

    Rig(Relay relay, WhenStoreFails whenStoreFails, RecorderLimits limits) {
        var users = Map.of(
                new Address("tel:" + Sample.ALICE), ALICE,
                new Address("tel:" + Sample.BOB), BOB,
                new Address("sip:bob@ims.example.net"), BOB);
        store.create(ALICE);
        store.create(BOB);
        var settings = new RecorderSettings(TrustedPeers.LOOPBACK, relay, whenStoreFails, "store.example.net", limits);
        var port = new JainSipPort(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), limits);
        recorder = new Recorder(
                store, address -> Optional.ofNullable(users.get(address)), port, settings, InstantSource.system());
        recorder.start();
    }

    SipWire connect() throws IOException {
        return SipWire.connect(recorder.address());
    }

    /// Sends on a connection of its own and gives the answer.
    SipWire.Received send(Sample sample) throws IOException {
        try (var wire = connect()) {
            wire.write(sample.bytes());
            return wire.read();
        }
    }

    List<StoredObject> objects(BoxId box, String folder) {
        List<StoredObject> objects = new ArrayList<>();
        var view = store.open(box).view();
        view.folder(new FolderPath(folder))
                .ifPresent(found -> view.listing(found.id())
                        .forEach(entry -> objects.add(view.object(new Placement(found.id(), entry.uid())))));
        return objects;
    }

    /// All objects of a box.
    long count(BoxId box) {
        return store.open(box).view().usage().objects();
    }

    Octets bytes(BoxId box, StoredObject object) throws IOException {
        try (var in = store.open(box).view().payload(object.placement()).open()) {
            return Octets.of(in.readAllBytes());
        }
    }

    /// What follows the first empty line.
    Octets body(BoxId box, StoredObject object) throws IOException {
        var all = bytes(box, object);
        for (int i = 0; i + 3 < all.size(); i++) {
            if (all.at(i) == '\r' && all.at(i + 1) == '\n' && all.at(i + 2) == '\r' && all.at(i + 3) == '\n') {
                return all.slice(i + 4, all.size());
            }
        }
        throw new AssertionError("an object without an empty line");
    }

    /// Stops beside the test: the stack takes a second over it.
    @Override
    public void close() {
        Thread.ofVirtual().start(() -> {
            recorder.close();
            store.close();
        });
    }
}
