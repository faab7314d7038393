// SPDX-License-Identifier: Apache-2.0
package org.satchel.s3;

import java.net.URI;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where the payloads lie.
///
/// @param endpoint address of the store; null = that of AWS for the region
/// @param region as AWS names it; other stores mostly do not look at it
/// @param pathStyle whether the bucket stands in the path instead of the host name: what stores other than AWS want
/// @param bucket it exists already
/// @param keyPrefix what all keys begin with; empty, or ending in a slash
public record S3Location(@Nullable URI endpoint, String region, boolean pathStyle, String bucket, String keyPrefix) {
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern PREFIX = Pattern.compile("([A-Za-z0-9_-][A-Za-z0-9._-]*/)*");
    private static final int PREFIX_LENGTH_MAX = 512;

    public S3Location {
        if (endpoint != null
                && (endpoint.getHost() == null || !endpoint.getScheme().matches("https?"))) {
            throw new IllegalArgumentException("no http or https address: " + endpoint);
        }
        if (endpoint != null && endpoint.getUserInfo() != null) {
            throw new IllegalArgumentException("an endpoint holds no credentials");
        }
        if (region.isBlank()) {
            throw new IllegalArgumentException("region is empty");
        }
        if (!BUCKET.matcher(bucket).matches()) {
            throw new IllegalArgumentException("no name of a bucket: " + bucket);
        }
        if (keyPrefix.length() > PREFIX_LENGTH_MAX || !PREFIX.matcher(keyPrefix).matches()) {
            throw new IllegalArgumentException("no prefix of keys, or it does not end in a slash: " + keyPrefix);
        }
    }

    /// A bucket of AWS.
    public static S3Location aws(String region, String bucket) {
        return new S3Location(null, region, false, bucket, "");
    }

    /// A bucket of another store.
    public static S3Location at(URI endpoint, String bucket) {
        return new S3Location(endpoint, "us-east-1", true, bucket, "");
    }

    public S3Location withKeyPrefix(String other) {
        return new S3Location(endpoint, region, pathStyle, bucket, other);
    }
}
