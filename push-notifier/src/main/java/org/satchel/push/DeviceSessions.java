// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import org.satchel.model.Actor;
import org.satchel.model.BoxId;

/// What is known of the connections that a device has to this server, other than by push.
public interface DeviceSessions {
    /// Sessions are named after the instance of the device that holds them: `instance` or `instance/anything`.
    DeviceSessions BY_INSTANCE = new DeviceSessions() {
        @Override
        public boolean isOwn(BoxId box, Target.PushDevice device, Actor actor) {
            return actor.session().equals(device.instance()) || actor.session().startsWith(device.instance() + "/");
        }

        @Override
        public boolean isConnected(BoxId box, Target.PushDevice device) {
            return false;
        }
    };

    /// True when the device itself acted: it knows already. Answers the same for the same actor, whenever it
    /// is asked.
    boolean isOwn(BoxId box, Target.PushDevice device, Actor actor);

    /// True when the device hears of changes by itself now: it idles, polls, or listens.
    boolean isConnected(BoxId box, Target.PushDevice device);
}
