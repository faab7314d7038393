// SPDX-License-Identifier: Apache-2.0
package org.satchel.s3;

/// How payloads are kept on S3.
public record S3Settings(
        S3Location location, Credentials credentials, Encryption encryption, Checksums checksums, S3Limits limits) {
    /// With everything but place and credentials as it is by default.
    public static S3Settings of(S3Location location, Credentials credentials) {
        return new S3Settings(
                location, credentials, new Encryption.OfBucket(), Checksums.WHEN_REQUIRED, S3Limits.STANDARD);
    }

    public S3Settings withEncryption(Encryption other) {
        return new S3Settings(location, credentials, other, checksums, limits);
    }

    public S3Settings withChecksums(Checksums other) {
        return new S3Settings(location, credentials, encryption, other, limits);
    }

    public S3Settings withLimits(S3Limits other) {
        return new S3Settings(location, credentials, encryption, checksums, other);
    }
}
