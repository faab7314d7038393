// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

/// A write that has its place in the order of its box and is on its way to the disk. It gets there whether somebody
/// waits for it or not.
@FunctionalInterface
public interface PendingCommit {
    /// Waits until the commit is durable and visible; nothing may be acknowledged before. Answers the same every time.
    ///
    /// @throws StoreFailure whatever the work threw, or `Unavailable`; nothing has changed then
    Commit await();
}
