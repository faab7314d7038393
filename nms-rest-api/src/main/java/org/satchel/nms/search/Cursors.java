// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.search;

import org.satchel.model.ObjectId;
import org.satchel.model.Search;
import org.satchel.nms.box.Secret;
import org.satchel.nms.problem.Refusal;

/// Where a page of objects ended, as clients carry it.
// OMA NMS §9.2
final class Cursors {
    private final Secret secret;

    Cursors(Secret secret) {
        this.secret = secret;
    }

    String write(Search.Order order, Search.Position position) {
        return secret.mark(purpose(order), position.object().number() + " " + position.key());
    }

    /// @throws Refusal 400 when it is none of ours, or was made under another order
    Search.Position read(Search.Order order, String cursor) {
        var text =
                secret.read(purpose(order), cursor).orElseThrow(() -> Refusal.badInput("selectionCriteria.fromCursor"));
        int blank = text.indexOf(' ');
        return new Search.Position(text.substring(blank + 1), new ObjectId(Long.parseLong(text.substring(0, blank))));
    }

    private static String purpose(Search.Order order) {
        return "search " + order;
    }
}
