// SPDX-License-Identifier: Apache-2.0
package org.satchel.backends;

import java.net.URI;

/// An S3 endpoint that is there for us alone, with one empty bucket. Buckets stand in the path, not in the host name.
public interface S3Backend extends AutoCloseable {
    URI endpoint();

    String region();

    String accessKey();

    String secretKey();

    String bucket();

    /// Ends it. What it stored stays in its folder, if it keeps it there at all.
    @Override
    void close();
}
