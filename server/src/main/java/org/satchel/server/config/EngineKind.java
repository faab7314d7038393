// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.config;

/// Where boxes are kept.
public enum EngineKind {
    /// In the data folder, by this one server.
    EMBEDDED,
    /// In Cassandra, by any number of servers.
    CASSANDRA
}
