// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.pap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.satchel.push.Await;
import org.satchel.push.Pace;

/// Runs inside a network namespace of its own, because Kannel's gateway listens on every address: starts
/// Kannel and its
/// fake message centre, submits pushes, and prints what was answered and what went over the air.
final class KannelPeer {
    private static final int PPG_PORT = 18_080;
    private static final long SMS_SECONDS_MAX = 15;
    private static final long STOP_SECONDS_MAX = 5;

    private final Path root;
    private final Path folder;
    private final List<Process> processes = new ArrayList<>();
    private final BlockingQueue<String> sent = new LinkedBlockingQueue<>();

    private KannelPeer(Path root, Path folder) {
        this.root = root;
        this.folder = folder;
    }

    /// @param arguments where Kannel is unpacked (`/` when installed), and a folder for its files
    public static void main(String... arguments) throws Exception {
        var peer = new KannelPeer(Path.of(arguments[0]), Path.of(arguments[1]));
        try {
            peer.start();
            for (var body : List.of(KannelTest.SHORT, KannelTest.LONG)) {
                peer.submit("s3cret", body);
            }
            peer.submit("wrong", "never");
        } finally {
            for (var process : peer.processes.reversed()) {
                process.destroyForcibly().waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS);
            }
        }
        System.exit(0);
    }

    private void start() throws IOException {
        var conf = folder.resolve("kannel.conf");
        Files.writeString(conf, CONFIGURATION);
        run("usr/sbin/bearerbox", conf.toString());
        awaitPort(13_000);
        awaitPort(10_000);
        var centre = run("usr/lib/kannel/test/fakesmsc", "-H", "127.0.0.1", "-r", "10000", "-m", "0", "1 2 text x");
        Thread.ofVirtual().start(() -> listen(centre));
        run("usr/sbin/smsbox", conf.toString());
        awaitPort(13_013);
        run("usr/sbin/wapbox", conf.toString());
        awaitPort(PPG_PORT);
    }

    private void submit(String password, String body) throws InterruptedException {
        var wire = new Gateway.Wire(
                PapVersion.V2_1, ApplicationIdForm.DECIMAL, "store.example.net", Gateway.Wire.TEMPLATE);
        var limits = new GatewayLimits(
                Pace.PROMPT, Duration.ofHours(24), Duration.ofSeconds(10), 1, 5, Duration.ofMinutes(1), 3);
        var url = URI.create("http://127.0.0.1:" + PPG_PORT + "/pap");
        var gateway = new Gateway("kannel", url, new Gateway.Credentials("cpmstore", password), wire, limits);
        var before = Instant.now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);
        var address = "WAPPUSH=+15551230002/TYPE=PLMN@ppg.example.net";
        var id = "s-" + Integer.toHexString((password + body).hashCode()) + ".1@store.example.net";
        try (var line = new PushGateway(gateway, InstantSource.system())) {
            var submission = line.submit(new Push(id, address, before, body));
            System.out.println("answer " + submission);
            if (submission instanceof PushGateway.Submission.Answered) {
                System.out.println("air " + sent.poll(SMS_SECONDS_MAX, TimeUnit.SECONDS));
            }
        }
    }

    private void listen(Process centre) {
        try (var lines = new BufferedReader(centre.inputReader(ISO_8859_1))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.contains("Got message") && line.contains(" udh ")) {
                    sent.add(line);
                }
            }
        } catch (IOException end) {
            // It is stopped.
            System.out.println("centre " + end.getMessage());
        }
    }

    private Process run(String program, String... arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(root.resolve(program).toString());
        command.addAll(List.of(arguments));
        var log = folder.resolve(Path.of(program).getFileName() + ".log").toFile();
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        if (!program.endsWith("fakesmsc")) {
            builder.redirectOutput(log);
        }
        var libraries = List.of("usr/lib/x86_64-linux-gnu", "lib/x86_64-linux-gnu");
        builder.environment()
                .putAll(Map.of(
                        "LD_LIBRARY_PATH",
                        String.join(
                                ":",
                                libraries.stream()
                                        .map(name -> root.resolve(name).toString())
                                        .toList())));
        var process = builder.start();
        processes.add(process);
        return process;
    }

    private static void awaitPort(int port) {
        Await.until("port " + port, () -> {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            } catch (IOException notYet) {
                return false;
            }
        });
    }

    private static final String CONFIGURATION = """
            group = core
            admin-port = 13000
            admin-interface = "127.0.0.1"
            admin-password = bar
            status-password = foo
            wapbox-port = 13002
            smsbox-port = 13001
            wdp-interface-name = "127.0.0.1"
            box-deny-ip = "*.*.*.*"
            box-allow-ip = "127.0.0.1"

            group = smsc
            smsc = fake
            smsc-id = FAKE
            port = 10000
            connect-allow-ip = "127.0.0.1"

            group = smsbox
            bearerbox-host = 127.0.0.1
            sendsms-port = 13013
            sendsms-interface = "127.0.0.1"
            global-sender = 13013

            group = sendsms-user
            username = tester
            password = foobar

            group = wapbox
            bearerbox-host = 127.0.0.1

            group = ppg
            ppg-url = /pap
            ppg-port = 18080
            ppg-allow-ip = "127.0.0.1"
            concurrent-pushes = 100
            users = 1024
            service-name = ppg
            global-sender = 1234

            group = wap-push-user
            wap-push-user = cpmstore
            ppg-username = cpmstore
            ppg-password = s3cret
            allow-ip = "127.0.0.1"
            default-smsc = FAKE
            """;
}
