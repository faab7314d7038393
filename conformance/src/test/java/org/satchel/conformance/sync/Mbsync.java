// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.sync;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// Debian's mbsync (isync), which keeps a tree of Maildir folders and an IMAP account the same.
final class Mbsync {
    private static final Pattern VERSION = Pattern.compile("isync (\\d+)\\.(\\d+)");
    private static final Pattern FETCHED = Pattern.compile(">>> \\d+ UID FETCH \\d+ \\([^)]*BODY");
    private static final Pattern APPENDED = Pattern.compile(">>> \\d+ APPEND ");
    private static final Pattern STORED = Pattern.compile(">>> \\d+ UID STORE ");

    private final Path folder;
    private final Path config;
    private int runs;

    /// @param folder gets configuration, state and outputs
    Mbsync(Path folder, Near near, InetSocketAddress server, String user, String password)
            throws IOException, InterruptedException {
        this.folder = folder;
        config = folder.resolve("mbsyncrc");
        Files.createDirectories(folder.resolve("state"));
        Files.createDirectories(near.root());
        Files.writeString(config, """
                IMAPAccount satchel
                Host %s
                Port %d
                User %s
                Pass %s
                %s None
                AuthMechs LOGIN

                IMAPStore far
                Account satchel

                MaildirStore near
                Path %s/
                Inbox %s
                SubFolders Verbatim

                Channel all
                Far :far:
                Near :near:
                Patterns INBOX Default "Default/*"
                Create Both
                Expunge Both
                SyncState %s/
                """.formatted(
                        server.getAddress().getHostAddress(),
                        server.getPort(),
                        user,
                        password,
                        atLeast(1, 5) ? "TLSType" : "SSLType",
                        near.root(),
                        near.root().resolve("INBOX"),
                        folder.resolve("state")));
    }

    /// What one run asked of the server, counted in what was said on the wire.
    ///
    /// @param pulled objects fetched whole
    /// @param pushed objects appended
    /// @param stored flag changes
    record Traffic(int pulled, int pushed, int stored) {
        static final Traffic NOTHING = new Traffic(0, 0, 0);
    }

    /// One run over all folders.
    ///
    /// @throws AssertionError when it complains
    Traffic run(Duration most) throws IOException, InterruptedException {
        var out = folder.resolve("mbsync-" + ++runs + ".out");
        var process = new ProcessBuilder("mbsync", "-c", config.toString(), "-Dn", "-a")
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        if (!process.waitFor(most.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("mbsync still ran after " + most + ":\n" + Files.readString(out));
        }
        var said = Files.readString(out);
        if (process.exitValue() != 0 || said.contains("Error:") || said.contains("Warning:")) {
            throw new AssertionError("mbsync ended with " + process.exitValue() + ":\n" + said);
        }
        return new Traffic(count(FETCHED, said), count(APPENDED, said), count(STORED, said));
    }

    private static int count(Pattern pattern, String said) {
        return Math.toIntExact(pattern.matcher(said).results().count());
    }

    private static boolean atLeast(int major, int minor) throws IOException, InterruptedException {
        var process = new ProcessBuilder("mbsync", "--version")
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor(120, TimeUnit.SECONDS);
        var version = VERSION.matcher(said);
        if (!version.find()) {
            throw new AssertionError("what version is this: " + said);
        }
        int has = Integer.parseInt(version.group(1));
        return has > major || (has == major && Integer.parseInt(version.group(2)) >= minor);
    }

    static boolean isInstalled() {
        return List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(place -> Files.isExecutable(Path.of(place, "mbsync")));
    }
}
