// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.transfer;

import java.util.Collection;
import java.util.Map;
import org.satchel.model.BoxId;
import org.satchel.model.BoxView;
import org.satchel.model.Delta;
import org.satchel.model.ModSeq;
import org.satchel.model.ObjectId;
import org.satchel.model.state.BoxContents;
import org.satchel.model.state.BoxState;

/// A box as it stood at one commit.
///
/// The state is exact. Contents of objects that were removed later may be gone already: they answer
/// [org.satchel.model.StoreFailure.NotFound], and so may those of objects that came and went before.
public interface BoxImage {
    BoxId id();

    /// Tells the box from every other one that had, or will have, its name in its store; without blanks.
    String identity();

    BoxState state();

    BoxContents contents();

    /// The idempotency keys with which these objects came; those that came without are not in the answer.
    Map<ObjectId, String> keys(Collection<ObjectId> objects);

    /// What came after `position`, up to the commit of this image.
    Delta since(ModSeq position, int limit);

    default BoxView view() {
        return state().view(contents());
    }

    default ModSeq head() {
        return state().head();
    }
}
