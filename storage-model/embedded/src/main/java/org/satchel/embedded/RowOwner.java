// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

/// Whose rows are read: a box that is open, or one of an image.
interface RowOwner {
    Keys keys();

    /// @throws org.satchel.model.StoreFailure when the rows may not be read any more
    void checkPresent();

    /// So many entries were loaded into a listing.
    void loaded(long entries);
}
