// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.box;

import org.satchel.nms.settings.Caller;

/// One request on its way through the server: who sent it, and its number in the logs. Set once, where the request
/// enters.
public record Visit(Caller caller, String request) {
    public static final ScopedValue<Visit> CURRENT = ScopedValue.newInstance();
}
