// SPDX-License-Identifier: Apache-2.0
package org.satchel.backends.containers;

import org.testcontainers.DockerClientFactory;

/// The Docker engine of this machine, if one answers.
public final class DockerEngine {
    private DockerEngine() {}

    /// Asks at most once in a process; the answer is remembered.
    public static boolean answers() {
        return DockerClientFactory.instance().isDockerAvailable();
    }
}
