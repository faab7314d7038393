// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.config;

/// Where payloads go that are too large for Cassandra.
public enum PayloadKind {
    /// A folder that all servers see.
    FOLDER,
    S3
}
