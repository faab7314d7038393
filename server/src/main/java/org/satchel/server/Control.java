// SPDX-License-Identifier: Apache-2.0
package org.satchel.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import org.satchel.push.DeadLetters;
import org.satchel.server.sharing.Overrides;
import org.satchel.server.storage.Storage;

/// What a running server answers over its control socket.
record Control(Storage storage, Overrides overrides, Faces faces) {
    /// Shown at once.
    private static final int DEAD_LETTERS_MAX = 10_000;

    /// @param request a word, and what belongs to it
    String answer(String request) {
        var words = request.split(" ", 2);
        return switch (words[0]) {
            case "status" -> "ok " + faces;
            case "health" -> storage.obstacle().map(why -> "error " + why).orElse("ok");
            case "backup" -> done(() -> storage.backup(Path.of(words[1])));
            case "copy-rows" -> done(() -> storage.copyRows(Path.of(words[1])));
            case "dead-letters" -> deadLetters();
            case "grants" -> overrides.answer(words[1]);
            default -> "error unknown request";
        };
    }

    private String deadLetters() {
        var lines = new ArrayList<String>();
        try {
            new DeadLetters(storage.store().registry()).walk(letter -> {
                if (lines.size() < DEAD_LETTERS_MAX) {
                    lines.add(letter.box() + " " + letter.line());
                }
            });
        } catch (RuntimeException e) {
            return "error " + e.getMessage();
        }
        return "ok " + Overrides.request(lines);
    }

    private static String done(Job job) {
        try {
            job.run();
            return "ok";
        } catch (IOException | RuntimeException e) {
            return "error " + e.getMessage();
        }
    }

    /// What a command asks of the server.
    private interface Job {
        void run() throws IOException;
    }
}
