// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.subscriptions;

import org.satchel.model.BoxId;
import org.satchel.nms.channels.Channels;
import org.satchel.nms.problem.Refusal;
import org.satchel.push.Target;
import org.satchel.push.Webhooks;

/// Tells our own channels from other people's servers.
public final class Targets {
    private final Channels channels;
    private final Webhooks webhooks;

    public Targets(Channels channels, Webhooks webhooks) {
        this.channels = channels;
        this.webhooks = webhooks;
    }

    /// @throws Refusal 403 for a URL that may not be posted to. Not 400 with SVC0003: clients would think of the
    /// filter
    Target of(BoxId box, String notifyUrl, Target.Format format) {
        var channel = channels.byCallbackUrl(box, notifyUrl);
        if (channel.isPresent()) {
            return new Target.Channel(channel.get().id(), notifyUrl, format);
        }
        // Any other URL would let a client make this server ask its own network. OMA NMS §8.4
        if (!webhooks.mayPost(notifyUrl)) {
            throw Refusal.forbidden("notifications to this notifyURL");
        }
        return new Target.Callback(notifyUrl, format);
    }
}
