// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.command;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.satchel.server.Node;
import org.satchel.server.config.ConfigFailure;
import org.satchel.server.config.HostPort;
import org.satchel.server.config.ServerConfig;
import org.satchel.server.storage.Checkup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Says what stands between this installation and good service: one line per check, exit code 1 when one fails.
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description =
                "Checks configuration, data folder, disk, database, payload store, ports and accounts; says what is wrong.")
final class DoctorCommand implements Callable<Integer> {
    private static final long FREE_BYTES_MIN = 1L << 30;
    private static final int SYNCS = 32;
    private static final Duration SYNC_SLOW = Duration.ofMillis(20);

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Option(names = "--reference", description = "Prints the reference page of all settings instead.")
    private boolean reference;

    private record Finding(Level level, String text) {}

    private enum Level {
        OK,
        WARN,
        FAIL
    }

    @Override
    public Integer call() throws IOException {
        if (spec == null) {
            throw new IllegalStateException("not made by the command line");
        }
        var out = spec.commandLine().getOut();
        if (reference) {
            out.print(ServerConfig.reference());
            out.flush();
            return 0;
        }
        var findings = examine();
        findings.forEach(finding -> out.printf("%-4s  %s%n", finding.level(), finding.text()));
        return findings.stream().anyMatch(finding -> finding.level() == Level.FAIL) ? 1 : 0;
    }

    private List<Finding> examine() throws IOException {
        var findings = new ArrayList<Finding>();
        findings.add(new Finding(
                Level.OK,
                "runtime: Java " + Runtime.version() + ", "
                        + Runtime.getRuntime().availableProcessors() + " processors, heap up to "
                        + (Runtime.getRuntime().maxMemory() >> 20) + " MiB"));
        ServerConfig config;
        try {
            config = options.read();
        } catch (ConfigFailure e) {
            findings.add(new Finding(Level.FAIL, "configuration: " + e.getMessage()));
            return findings;
        }
        findings.add(new Finding(Level.OK, "configuration: complete"));
        findings.addAll(folder(config.data()));
        Checkup.of(config).forEach(checkup -> findings.add(finding(checkup)));
        var running = Node.status(config.data());
        if (running.isPresent()) {
            findings.add(new Finding(Level.OK, "server: running, " + running.get()));
        } else {
            findings.add(new Finding(Level.OK, "server: not running on this data folder"));
            findings.add(port("imap.listen", config.imap().listen()));
            findings.add(port("http.listen", config.http().listen()));
            if (config.sip().enabled()) {
                findings.add(port("sip.listen", config.sip().listen()));
            }
        }
        return findings;
    }

    private static List<Finding> folder(Path data) {
        var findings = new ArrayList<Finding>();
        try {
            Files.createDirectories(data);
            long free = Files.getFileStore(data).getUsableSpace();
            findings.add(new Finding(
                    free < FREE_BYTES_MIN ? Level.WARN : Level.OK,
                    "data folder: " + data.toAbsolutePath().normalize() + ", " + (free >> 20) + " MiB free"));
            var sync = syncTime(data);
            findings.add(new Finding(
                    sync.compareTo(SYNC_SLOW) > 0 ? Level.WARN : Level.OK,
                    "disk: a synced write takes %.2f ms (median of %d)".formatted(sync.toNanos() / 1e6, SYNCS)));
        } catch (IOException e) {
            findings.add(new Finding(Level.FAIL, "data folder: cannot be used (" + e + ")"));
        }
        return findings;
    }

    private static Duration syncTime(Path data) throws IOException {
        var probe = Files.createTempFile(data, "doctor", ".probe");
        var nanos = new long[SYNCS];
        try (var channel = FileChannel.open(probe, StandardOpenOption.WRITE)) {
            for (int i = 0; i < SYNCS; i++) {
                long start = System.nanoTime();
                channel.write(ByteBuffer.allocate(1_024));
                channel.force(false);
                nanos[i] = System.nanoTime() - start;
            }
        } finally {
            Files.delete(probe);
        }
        Arrays.sort(nanos);
        return Duration.ofNanos(nanos[SYNCS / 2]);
    }

    private static Finding finding(Checkup checkup) {
        var level = switch (checkup.grade()) {
            case GOOD -> Level.OK;
            case DOUBTFUL -> Level.WARN;
            case BAD -> Level.FAIL;
        };
        return new Finding(level, checkup.text());
    }

    private static Finding port(String name, HostPort listen) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(listen.host(), listen.port()));
            return new Finding(Level.OK, name + ": " + listen + " is free");
        } catch (IOException e) {
            return new Finding(Level.FAIL, name + ": " + listen + " cannot be used (" + e.getMessage() + ")");
        }
    }
}
