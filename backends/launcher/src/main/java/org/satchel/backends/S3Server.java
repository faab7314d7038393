// SPDX-License-Identifier: Apache-2.0
package org.satchel.backends;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;

/// An S3 endpoint that is a child process, which can be ended and come back with what it stored.
public interface S3Server extends S3Backend {
    /// Where it listens: what a [FaultyLink] leads to.
    InetSocketAddress address();

    @Override
    default URI endpoint() {
        return URI.create(
                "http://" + address().getHostString() + ":" + address().getPort());
    }

    @Override
    default String region() {
        return "us-east-1";
    }

    @Override
    default String bucket() {
        return "satchel";
    }

    /// Ends it in the middle of whatever it does.
    void kill();

    /// Starts it again in the same place with the same keys, having ended it if it lives.
    void restart() throws IOException, InterruptedException;
}
