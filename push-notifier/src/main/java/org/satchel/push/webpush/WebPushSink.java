// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.webpush;

import org.satchel.push.ListEncoder;
import org.satchel.push.Notification;
import org.satchel.push.Outcome;
import org.satchel.push.Pace;
import org.satchel.push.Sink;
import org.satchel.push.Target;

/// Tells one receiver: one letter per list. A letter that was not fetched gives way to the next one; by the gap in
/// the indexes the receiver sees that it has to ask from its restart token on.
final class WebPushSink implements Sink {
    private final WebPush line;
    private final Target.WebPush target;
    private final ListEncoder encoder;

    WebPushSink(WebPush line, Target.WebPush target, ListEncoder encoder) {
        this.line = line;
        this.target = target;
        this.encoder = encoder;
    }

    @Override
    public Pace pace() {
        return line.pace();
    }

    @Override
    public Outcome deliver(Notification list) throws InterruptedException {
        var document = encoder.encode(list);
        if (document.isEmpty()) {
            return new Outcome.Skip();
        }
        var small = "{\"nmsWakeUp\":{\"index\":" + list.index() + ",\"lastModSeq\":" + list.position() + "}}";
        return line.tell(target, list, document.get().text(), small).outcome();
    }
}
