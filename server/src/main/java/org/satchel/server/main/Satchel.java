// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.main;

import org.satchel.server.command.CommandLineProgram;

/// The program. See `satchel --help`.
public final class Satchel {
    private Satchel() {}

    public static void main(String[] arguments) {
        System.exit(CommandLineProgram.run(arguments));
    }
}
