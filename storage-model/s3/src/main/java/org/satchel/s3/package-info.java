// SPDX-License-Identifier: Apache-2.0
/// Payloads in a bucket of any store that speaks S3.
///
/// - A blob becomes readable by one request: the put of a whole object, or the completion of a multipart upload.
///   What fails before that is taken back, and what a killed process left is discarded later.
/// - Memory, connections and time are bounded by permits: whoever gets none in time is refused, nobody queues for
///   ever.
/// - Neither conditional requests nor the store's checksums are relied on; empty objects are never written.
/// - Failures are StoreFailure alone; no message holds a host, a key or content.
///
/// Permits are taken in one order: upload, large upload, then request; or download, then request. No other package
/// imports the AWS SDK.
@NullMarked
package org.satchel.s3;

import org.jspecify.annotations.NullMarked;
