// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// The settings as texts, each with the place it came from; later places override earlier ones: file, then
/// environment, then command line.
public final class Settings {
    private static final String PREFIX = "SATCHEL_";

    private final Map<String, Placed> values = new HashMap<>();

    private record Placed(String text, String where) {}

    /// Reads `key = value` lines; blank lines and lines that begin with `#` say nothing.
    ///
    /// @throws ConfigFailure for a line that is none of these, an unknown key, or a key given twice, with file
    /// and line
    public Settings file(Path file) {
        try {
            int number = 0;
            var seen = new HashMap<String, String>();
            for (var line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                number++;
                var where = file + ":" + number;
                var bare = line.strip();
                if (bare.isEmpty() || bare.startsWith("#")) {
                    continue;
                }
                int equals = bare.indexOf('=');
                if (equals < 1) {
                    throw new ConfigFailure(where, "not a 'key = value' line");
                }
                var name = bare.substring(0, equals).strip();
                var earlier = seen.putIfAbsent(name, where);
                if (earlier != null) {
                    throw new ConfigFailure(where, "'" + name + "' was given before, at " + earlier);
                }
                set(name, bare.substring(equals + 1).strip(), where);
            }
            return this;
        } catch (IOException e) {
            throw new ConfigFailure(file.toString(), "cannot be read (" + e.getMessage() + ")");
        }
    }

    /// Takes the variables that begin with `SATCHEL_` and name a key; those of the launcher are left alone.
    ///
    /// @throws ConfigFailure for a variable that names no key
    public Settings environment(Map<String, String> variables) {
        variables.forEach((variable, text) -> {
            if (variable.startsWith(PREFIX) && !Keys.LAUNCHER_VARIABLES.contains(variable)) {
                var key = Keys.ALL.stream()
                        .filter(candidate -> candidate.variable().equals(variable))
                        .findFirst()
                        .orElseThrow(() -> new ConfigFailure("environment", "no setting is named " + variable));
                set(key.name(), text.strip(), "environment variable " + variable);
            }
        });
        return this;
    }

    public Settings option(String name, String text) {
        set(name, text, "command line");
        return this;
    }

    <T> T get(Key<T> key) {
        var placed = values.get(key.name());
        try {
            return key.parse().apply(placed == null ? key.fallback() : placed.text());
        } catch (IllegalArgumentException e) {
            throw new ConfigFailure(
                    placed == null ? "default" : placed.where(), "'" + key.name() + "': " + e.getMessage());
        }
    }

    private void set(String name, String text, String where) {
        if (Keys.ALL.stream().noneMatch(key -> key.name().equals(name))) {
            throw new ConfigFailure(where, "no setting is named '" + name + "'");
        }
        values.put(name, new Placed(text, where));
    }
}
