// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.wire;

import java.util.List;

/// Where a process runs, and where it listens there.
///
/// @param address an IP address
/// @param enter words before a command, which then runs there
public record Host(String address, List<String> enter) {
    /// This machine, for itself alone.
    public static final Host LOOPBACK = new Host("127.0.0.1", List.of());

    public Host {
        enter = List.copyOf(enter);
    }

    /// For a setting that names where to listen: any free port.
    public String anyPort() {
        return address + ":0";
    }
}
