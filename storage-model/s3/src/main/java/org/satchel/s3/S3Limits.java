// SPDX-License-Identifier: Apache-2.0
package org.satchel.s3;

/// What payloads on S3 may take of memory and connections.
///
/// @param partBytes content up to this size is one put, larger content is uploaded in parts of it
/// @param uploadsMax uploads at one time; each holds up to 128 KiB of its content
/// @param largeUploadsMax of these, how many may hold a whole part: `largeUploadsMax × partBytes` of heap in all
/// @param downloadsMax streams open at one time; each holds a connection until it is read to its end or closed
/// @param requestsMax requests that wait for their answer at one time
/// @param patience how long anything may take
public record S3Limits(
        int partBytes, int uploadsMax, int largeUploadsMax, int downloadsMax, int requestsMax, S3Patience patience) {
    private static final int MIB = 1024 * 1024;
    /// The least that stores take as a part that is not the last.
    private static final int PART_BYTES_MIN = 5 * MIB;

    private static final int PART_BYTES_MAX = 1024 * MIB;

    public static final S3Limits STANDARD = new S3Limits(8 * MIB, 256, 16, 256, 64, S3Patience.STANDARD);

    public S3Limits {
        require(partBytes >= PART_BYTES_MIN && partBytes <= PART_BYTES_MAX, "partBytes", partBytes);
        require(uploadsMax > 0, "uploadsMax", uploadsMax);
        require(largeUploadsMax > 0 && largeUploadsMax <= uploadsMax, "largeUploadsMax", largeUploadsMax);
        require(downloadsMax > 0, "downloadsMax", downloadsMax);
        require(requestsMax > 0, "requestsMax", requestsMax);
    }

    public S3Limits withPatience(S3Patience other) {
        return new S3Limits(partBytes, uploadsMax, largeUploadsMax, downloadsMax, requestsMax, other);
    }

    private static void require(boolean legal, String name, int value) {
        if (!legal) {
            throw new IllegalArgumentException(name + " is out of range: " + value);
        }
    }
}
