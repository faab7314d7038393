// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.state;

import org.satchel.model.Folder;

/// A folder with its listing.
record FolderState(Folder folder, FolderListing listing) {}
