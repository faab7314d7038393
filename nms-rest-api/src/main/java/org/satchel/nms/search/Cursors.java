// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.search;

import java.util.List;
import org.satchel.model.ModSeq;
import org.satchel.model.ObjectId;
import org.satchel.model.Search;
import org.satchel.nms.box.Secret;
import org.satchel.nms.problem.Refusal;

/// Where a page of objects ended, as clients carry it.
// OMA NMS §9.2
final class Cursors {
    private static final String VANISHED = "vanished";

    private final Secret secret;

    Cursors(Secret secret) {
        this.secret = secret;
    }

    /// Where to go on in a search.
    ///
    /// @param begun what the first page showed, so that a mark taken from any page misses nothing of the others
    record Place(Search.Position position, ModSeq begun) {}

    String write(Search.Order order, Place place) {
        var position = place.position();
        return secret.mark(
                purpose(order), place.begun() + " " + position.object().number() + " " + position.key());
    }

    /// @throws Refusal 400 when it is none of ours, or was made under another order
    Place read(Search.Order order, String cursor) {
        var words = words(purpose(order), cursor, 3);
        return new Place(
                new Search.Position(words.get(2), new ObjectId(Long.parseLong(words.get(1)))), modSeq(words.get(0)));
    }

    /// Where to go on among objects that are gone.
    ///
    /// @param after the last commit that was shown whole
    /// @param shown how many of the next one
    record Grave(ModSeq after, int shown, ModSeq begun) {}

    String write(Grave grave) {
        return secret.mark(VANISHED, grave.begun() + " " + grave.after() + " " + grave.shown());
    }

    /// @throws Refusal 400 when it is none of ours
    Grave readGrave(String cursor) {
        var words = words(VANISHED, cursor, 3);
        return new Grave(modSeq(words.get(1)), Integer.parseInt(words.get(2)), modSeq(words.get(0)));
    }

    private List<String> words(String purpose, String cursor, int count) {
        var text = secret.read(purpose, cursor).orElseThrow(() -> Refusal.badInput("selectionCriteria.fromCursor"));
        return List.of(text.split(" ", count));
    }

    private static ModSeq modSeq(String text) {
        return new ModSeq(Long.parseLong(text));
    }

    private static String purpose(Search.Order order) {
        return "search " + order;
    }
}
