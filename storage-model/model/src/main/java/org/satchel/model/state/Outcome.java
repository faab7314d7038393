// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.state;

import java.util.Map;
import java.util.Set;
import org.satchel.model.Commit;
import org.satchel.model.ContentId;
import org.satchel.model.Draft;
import org.satchel.model.FolderId;

/// What a transaction hands to the engine to be made durable, and then visible, in one step.
///
/// @param before the state it began with
/// @param after the state with the commit
/// @param drafts those that were deposited, under the content ids that the commit gave them
/// @param folders whose row is another now: those in `after` are written, those that are not are removed
public record Outcome(
        Commit commit, BoxState before, BoxState after, Map<ContentId, Draft> drafts, Set<FolderId> folders) {
    public Outcome {
        drafts = Map.copyOf(drafts);
        folders = Set.copyOf(folders);
    }

    public boolean isEmpty() {
        return commit.isEmpty();
    }
}
