// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.command;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// What a short command did, run inside this process: its exit code and its two outputs.
record Outcome(int exit, String out, String err) {
    static Outcome of(String... arguments) {
        return withInput("", arguments);
    }

    static Outcome withInput(String input, String... arguments) {
        var in = System.in;
        var out = System.out;
        var err = System.err;
        var outBytes = new ByteArrayOutputStream();
        var errBytes = new ByteArrayOutputStream();
        try (var outStream = new PrintStream(outBytes, true, StandardCharsets.UTF_8);
                var errStream = new PrintStream(errBytes, true, StandardCharsets.UTF_8)) {
            System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
            System.setOut(outStream);
            System.setErr(errStream);
            int exit = CommandLineProgram.run(arguments);
            outStream.flush();
            errStream.flush();
            return new Outcome(
                    exit, outBytes.toString(StandardCharsets.UTF_8), errBytes.toString(StandardCharsets.UTF_8));
        } finally {
            System.setIn(in);
            System.setOut(out);
            System.setErr(err);
        }
    }
}
