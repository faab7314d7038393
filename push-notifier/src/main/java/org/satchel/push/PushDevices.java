// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import java.util.List;
import java.util.Optional;
import org.satchel.model.BoxId;
import org.satchel.model.StoreFailure;

/// The devices of each box that are woken through a push gateway: subscriptions without a lease, one per
/// instance.
public final class PushDevices {
    private final Subscriptions subscriptions;

    public PushDevices(Subscriptions subscriptions) {
        this.subscriptions = subscriptions;
    }

    /// Registers a device, told of what happens from now on. The same device registered again stays as it is;
    /// under another address or gateway it takes the place of the old one.
    ///
    /// @throws StoreFailure.NotFound when there is no such box
    /// @throws StoreFailure.OverQuota when there are too many subscriptions already
    public Subscription register(BoxId box, Target.PushDevice device) {
        var before = find(box, device.instance());
        if (before.isPresent() && before.get().terms().target().equals(device)) {
            return before.get();
        }
        before.ifPresent(old -> subscriptions.remove(box, old.id()));
        var terms = new Terms(box.text(), device, "", null, "device:" + device.instance());
        return subscriptions.create(box, terms, new Start.Now(), null).subscription();
    }

    public Optional<Subscription> find(BoxId box, String instance) {
        return list(box).stream()
                .filter(subscription -> subscription.terms().target() instanceof Target.PushDevice device
                        && device.instance().equals(instance))
                .findFirst();
    }

    public List<Subscription> list(BoxId box) {
        return subscriptions.list(box).stream()
                .filter(subscription -> subscription.terms().target() instanceof Target.PushDevice)
                .toList();
    }

    /// @return false when it was not there
    public boolean remove(BoxId box, String instance) {
        return find(box, instance)
                .map(subscription -> subscriptions.remove(box, subscription.id()))
                .orElse(false);
    }
}
