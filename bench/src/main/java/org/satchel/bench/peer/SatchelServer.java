// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.peer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// A private Satchel in a process of its own, started by the launcher of the checkout, in a fresh data folder.
///
/// Its accounts are written before it starts, all with one verifier of the fewest iterations the server takes: a
/// thousand `user add` would take a minute and measure nothing.
public final class SatchelServer implements Peer.Private {
    public static final String NAME = "satchel";

    /// The launcher may have to build the server first.
    private static final Duration START_MAX = Duration.ofMinutes(10);

    private static final Duration COMMAND_MAX = Duration.ofMinutes(5);
    private static final int SCRAM_ITERATIONS = 4_096;
    public static final Accounts ACCOUNTS = new Accounts("tel:+1555%07d", "secret");

    private final Path launcher;
    private final Path folder;
    private final InetSocketAddress imap = ServerProcess.freePort();
    private final InetSocketAddress http = ServerProcess.freePort();
    private final InetSocketAddress sip = ServerProcess.freePort();
    private final List<String> settings;
    private final @Nullable Path recording;
    private ServerProcess process;

    private SatchelServer(Path launcher, Path folder, List<String> settings, @Nullable Path recording)
            throws IOException, InterruptedException {
        this.launcher = launcher;
        this.folder = folder;
        this.settings = List.copyOf(settings);
        this.recording = recording;
        this.process = launch();
    }

    /// @param work an empty place on the disk that is to be measured
    /// @param accounts how many, numbered from 0
    /// @param recording where a flight recording goes when it is stopped; null = none is made
    public static SatchelServer start(Path work, int accounts, @Nullable Path recording)
            throws IOException, InterruptedException {
        return start(work, accounts, List.of(), recording);
    }

    /// @param settings `key=value` each
    public static SatchelServer start(Path work, int accounts, List<String> settings, @Nullable Path recording)
            throws IOException, InterruptedException {
        var folder = Files.createDirectories(work.resolve(NAME));
        writeAccounts(Files.createDirectories(folder.resolve("data")), accounts);
        return new SatchelServer(launcher(), folder, settings, recording == null ? null : recording.toAbsolutePath());
    }

    /// One that nobody listens at now.
    public static InetSocketAddress freePort() throws IOException {
        return ServerProcess.freePort();
    }

    /// Over a cluster whose tables are there, with the account of number 0.
    ///
    /// @param settings `key=value` each
    public static SatchelServer over(Path work, List<String> settings) throws IOException, InterruptedException {
        var folder = Files.createDirectories(work.resolve(NAME));
        var command = new ArrayList<>(List.of(
                launcher().toString(),
                "user",
                "add",
                "--data",
                Files.createDirectories(folder.resolve("data")).toString(),
                "--password",
                ACCOUNTS.password()));
        settings.forEach(setting -> command.addAll(List.of("--set", setting)));
        command.add(ACCOUNTS.user(0));
        run(command, folder.resolve("user.log"), START_MAX);
        return new SatchelServer(launcher(), folder, settings, null);
    }

    private static Path launcher() throws IOException {
        return Folders.checkout()
                .map(checkout -> checkout.resolve("satchel"))
                .orElseThrow(() -> new IOException("no checkout with the launcher found"));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public InetSocketAddress imap() {
        return imap;
    }

    public InetSocketAddress http() {
        return http;
    }

    @Override
    public Accounts accounts() {
        return ACCOUNTS;
    }

    @Override
    public ProcessTree processes() {
        return new ProcessTree(process.pid());
    }

    @Override
    public void restart() throws IOException, InterruptedException {
        dumpRecording();
        process.close();
        process = launch();
    }

    /// Everything outside the heap, and what lives in the heap after a collection. The heap's pages would not tell:
    /// free ones stay with the process.
    @Override
    public long neededKib() throws IOException, InterruptedException {
        diagnose("GC.run");
        return HeapOutline.parse(diagnose("GC.heap_info")).neededKib(processes().root());
    }

    @Override
    public void close() {
        try {
            dumpRecording();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("the flight recording is lost: " + e, e);
        } finally {
            process.close();
        }
    }

    private ServerProcess launch() throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                launcher.toString(),
                "serve",
                "--data",
                folder.resolve("data").toString(),
                "--imap",
                text(imap),
                "--http",
                text(http),
                "--sip",
                text(sip),
                "--set",
                "imap.connections-per-box-max=20000"));
        settings.forEach(setting -> command.addAll(List.of("--set", setting)));
        Map<String, String> environment =
                recording == null ? Map.of() : Map.of("SATCHEL_JAVA_OPTS", "-XX:StartFlightRecording:settings=profile");
        var started = ServerProcess.start(command, environment, folder.resolve("satchel.log"));
        started.await(log -> log.lines().anyMatch(line -> line.startsWith("READY")), START_MAX);
        return started;
    }

    /// Each restart writes a recording of its own, the last one under the given name.
    private void dumpRecording() throws IOException, InterruptedException {
        if (recording == null) {
            return;
        }
        if (Files.exists(recording)) {
            Files.move(recording, recording.resolveSibling(recording.getFileName() + "." + System.currentTimeMillis()));
        }
        diagnose("JFR.dump", "filename=" + recording);
    }

    /// @return what the command printed
    private String diagnose(String... command) throws IOException, InterruptedException {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var line = new ArrayList<>(List.of(jcmd, String.valueOf(process.pid())));
        line.addAll(List.of(command));
        return run(line, folder.resolve("jcmd.log"), COMMAND_MAX);
    }

    /// @return what the command printed
    private static String run(List<String> command, Path log, Duration atMost)
            throws IOException, InterruptedException {
        var run = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!run.waitFor(atMost.toSeconds(), TimeUnit.SECONDS) || run.exitValue() != 0) {
            run.destroyForcibly();
            throw new IOException(command.getFirst() + " did not succeed: "
                    + Files.readString(log).strip());
        }
        return Files.readString(log);
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    /// The account file as the server keeps it: `verifier address` a line.
    private static void writeAccounts(Path data, int count) throws IOException {
        var verifier = verifier(ACCOUNTS.password());
        var lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append(verifier).append(' ').append(ACCOUNTS.user(i)).append('\n');
        }
        Files.writeString(data.resolve("accounts"), lines);
    }

    // RFC 5803 §2, RFC 7677: SCRAM-SHA-256$iterations:salt$storedKey:serverKey
    private static String verifier(String password) {
        try {
            var base64 = Base64.getEncoder();
            var salt = "sixteen bytes ..".getBytes(StandardCharsets.US_ASCII);
            var salted = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(password.toCharArray(), salt, SCRAM_ITERATIONS, 256))
                    .getEncoded();
            var stored = MessageDigest.getInstance("SHA-256").digest(hmac(salted, "Client Key"));
            return "SCRAM-SHA-256$" + SCRAM_ITERATIONS + ":" + base64.encodeToString(salt) + "$"
                    + base64.encodeToString(stored) + ":" + base64.encodeToString(hmac(salted, "Server Key"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the runtime lacks a mandatory algorithm", e);
        }
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
    }
}
