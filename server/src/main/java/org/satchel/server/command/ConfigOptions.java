// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.command;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.satchel.server.config.ServerConfig;
import org.satchel.server.config.Settings;
import picocli.CommandLine.Option;

/// Where a command's configuration comes from: a file, then variables, then options.
final class ConfigOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration file; also the variable SATCHEL_CONFIG. See docs/configuration.md.")
    private @Nullable Path file;

    @Option(names = "--data", paramLabel = "DIR", description = "Data folder; the setting 'data'.")
    private @Nullable String data;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Overrides any setting; may be given several times.")
    private Map<String, String> others = new LinkedHashMap<>();

    ServerConfig read() {
        return ServerConfig.of(settings());
    }

    Settings settings() {
        return settings(null);
    }

    /// @param other a file to be read instead; null = the usual one
    Settings settings(@Nullable Path other) {
        var settings = new Settings();
        var fromEnvironment = System.getenv("SATCHEL_CONFIG");
        if (other != null) {
            settings.file(other);
        } else if (file != null) {
            settings.file(file);
        } else if (fromEnvironment != null) {
            settings.file(Path.of(fromEnvironment));
        }
        settings.environment(System.getenv());
        if (data != null) {
            settings.option("data", data);
        }
        others.forEach(settings::option);
        return settings;
    }
}
