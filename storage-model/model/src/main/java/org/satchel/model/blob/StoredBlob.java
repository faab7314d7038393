// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.blob;

import java.time.Instant;

/// A line of a list of blobs.
///
/// @param size bytes
/// @param written when the store says that it was written
public record StoredBlob(BlobName name, long size, Instant written) {}
