// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A browser without a window, of which each run is the first. Whatever it wants of other machines comes to a port
/// here and gets no answer.
final class Chromium implements AutoCloseable {
    static final String MISSING = "no chromium here (Debian: chromium)";

    private static final Pattern CONSOLE = Pattern.compile("(?m)^\\[[^\\]]*:CONSOLE[^\\]]*] (.*)$");
    /// What a fresh profile asks its maker, whatever is on the page.
    private static final Pattern BY_ITSELF =
            Pattern.compile("\\w+ (http://)?(?!fonts\\.)[\\w.-]+\\.(google|googleapis|gvt1)\\.com[:/].*");
    private static final long SECONDS_MAX = 60;
    private static final int PAGE_MILLIS = 20_000;

    private final Path folder;
    private final ServerSocket elsewhere = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();

    /// @param folder for its files
    Chromium(Path folder) throws IOException {
        this.folder = folder;
        Thread.ofVirtual().start(this::listen);
    }

    static boolean isAvailable() {
        return Stream.of(System.getenv("PATH").split(":")).anyMatch(it -> Files.isExecutable(Path.of(it, "chromium")));
    }

    /// Opens a page, and waits until it rests.
    Seen open(String url) throws IOException, InterruptedException {
        var page = folder.resolve("page.html").toFile();
        var log = folder.resolve("log").toFile();
        var process = new ProcessBuilder(List.of(
                        "chromium",
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--proxy-server=http://127.0.0.1:" + elsewhere.getLocalPort(),
                        "--enable-logging=stderr",
                        "--virtual-time-budget=" + PAGE_MILLIS,
                        "--dump-dom",
                        url))
                .redirectOutput(page)
                .redirectError(log)
                .start();
        if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("chromium does not end: " + Files.readString(log.toPath()));
        }
        var console = CONSOLE.matcher(Files.readString(log.toPath()))
                .results()
                .map(it -> it.group(1))
                .toList();
        return new Seen(Files.readString(page.toPath()), console, List.copyOf(asked));
    }

    private void listen() {
        try {
            while (true) {
                try (var connection = elsewhere.accept();
                        var in = new BufferedReader(new InputStreamReader(connection.getInputStream(), UTF_8))) {
                    var line = in.readLine();
                    if (line != null && !BY_ITSELF.matcher(line).matches()) {
                        asked.add(line);
                    }
                }
            }
        } catch (IOException closed) {
            // nobody asks any more
        }
    }

    @Override
    public void close() throws IOException {
        elsewhere.close();
    }

    /// @param page as it was in the end
    /// @param console what was written there
    /// @param elsewhere first lines of requests to other machines
    record Seen(String page, List<String> console, List<String> elsewhere) {}
}
