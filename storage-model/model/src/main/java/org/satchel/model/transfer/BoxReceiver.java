// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.transfer;

import java.util.List;
import java.util.Optional;
import org.satchel.model.BoxId;
import org.satchel.model.Commit;
import org.satchel.model.ModSeq;
import org.satchel.model.state.BoxContents;

/// The side of a store that takes boxes over. Nobody else may write these boxes meanwhile.
public interface BoxReceiver {
    /// Where the box of this name stands; empty when there is none.
    Optional<Standing> find(BoxId id);

    /// An identity for a box to come. To be written down before [#receive], so that [#discard] can be told.
    String reserve();

    /// Takes in a box: rows first, then, with one write, its name. When this throws, the box is not there.
    ///
    /// @param identity given by [#reserve], never used before
    void receive(String identity, BoxImage image, Tally tally);

    /// Takes in commits exactly as they are, in order, from the one after the box's head on.
    ///
    /// @param contents of the box they come from; what is not there any more belongs to objects that a later commit
    ///   removes
    /// @throws org.satchel.model.StoreFailure.Conflict when the box's head is another: somebody else wrote it
    void append(BoxId id, List<Commit> commits, BoxContents contents, Tally tally);

    /// Removes all that [#receive] left under an identity, whether it came to its end or not; harmless when there is
    /// nothing.
    void discard(BoxId id, String identity);

    /// @param identity as [BoxImage#identity] says it
    record Standing(String identity, ModSeq head) {}

    /// Told what was taken in.
    interface Tally {
        Tally NONE = (objects, bytes) -> {};

        void took(long objects, long bytes);
    }
}
