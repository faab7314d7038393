// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a writer hands in: bytes that were received, checked and summarised, and that belong to no folder yet.
///
/// Made by [MessageBox#draft]; deposited by [BoxTransaction#deposit], at most once. Closing a draft that was not
/// deposited frees what it holds;
/// closing one that was is harmless.
public interface Draft extends AutoCloseable {
    /// The content id under which the engine keeps it already; null when the commit gives it the next one of its box.
    default @Nullable ContentId content() {
        return null;
    }

    Payload payload();

    Summary summary();

    /// This draft with further attributes, for facts that its bytes do not carry.
    Draft withAttributes(List<Attribute> more);

    @Override
    void close();
}
