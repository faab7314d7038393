// SPDX-License-Identifier: Apache-2.0
package org.satchel.s3;

/// Whether requests carry the SDK's own checksums. Payloads are checked by those who refer to them, so nothing here
/// depends on it.
public enum Checksums {
    /// Only where S3 demands one: what all stores understand.
    WHEN_REQUIRED,
    /// Wherever S3 allows one: what AWS recommends, and other stores may refuse.
    WHEN_SUPPORTED
}
