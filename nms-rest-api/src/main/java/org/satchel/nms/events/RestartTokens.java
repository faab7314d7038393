// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.events;

import org.jspecify.annotations.Nullable;
import org.satchel.model.BoxId;
import org.satchel.model.ModSeq;
import org.satchel.nms.box.Secret;
import org.satchel.push.Start;

/// Positions in the change log of a box, as clients keep them.
// OMA NMS §8.2
public final class RestartTokens {
    private final Secret secret;

    public RestartTokens(Secret secret) {
        this.secret = secret;
    }

    public String write(BoxId box, ModSeq position) {
        return secret.mark(purpose(box), position.toString());
    }

    /// From where a token says to go on; from the start of everything when it says what we never said. OMA NMS §13.18
    ///
    /// @param token null or empty = none: from now on
    public Start read(BoxId box, @Nullable String token) {
        if (token == null || token.isEmpty()) {
            return new Start.Now();
        }
        var position = secret.read(purpose(box), token);
        return position.isEmpty() ? new Start.Reset() : new Start.After(new ModSeq(Long.parseLong(position.get())));
    }

    private static String purpose(BoxId box) {
        return "restart " + box;
    }
}
