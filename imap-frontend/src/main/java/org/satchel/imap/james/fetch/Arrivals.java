// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.fetch;

import java.io.IOException;
import java.util.Set;
import org.apache.james.imap.api.message.FetchData;
import org.satchel.imap.james.command.Answers;
import org.satchel.imap.james.session.Session;
import org.satchel.model.BoxView;
import org.satchel.model.Entry;
import org.satchel.model.Listing;
import org.satchel.model.Placement;
import org.satchel.model.StoreFailure;
import org.satchel.model.Uid;

/// FETCH lines of new objects, with what the client asked of them in NOTIFY. Nothing becomes `\Seen` by it.
// RFC 5465 §5.2
public final class Arrivals {
    private final Session session;
    private final FetchLine line;

    public Arrivals(FetchData fetch, Session session, Answers answers) {
        this.session = session;
        this.line = new FetchLine(fetch, FetchExtras.NONE, session, answers);
    }

    /// @param first index of the first new one
    /// @param own those that this session brought itself, which are not told
    public void tell(BoxView view, Listing now, int first, Set<Uid> own) throws IOException {
        for (int index = first; index < now.count(); index++) {
            var entry = now.at(index);
            if (!own.contains(entry.uid())) {
                one(index + 1, entry, view);
            }
        }
    }

    /// Tells of one object.
    public void one(int number, Entry entry, BoxView view) throws IOException {
        var placement = new Placement(session.selection().folder(), entry.uid());
        try {
            line.write(
                    number, entry, line.needsSummary() ? view.object(placement).summary() : null, view);
        } catch (StoreFailure gone) {
            // the client knows that it came, and may fetch it or be told of its end
        }
    }
}
