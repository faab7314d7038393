// SPDX-License-Identifier: Apache-2.0
package org.satchel.backends;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Ceph's S3 gateway over the smallest Ceph there is, one monitor and one disk in memory, where Ceph is installed
/// (Debian: radosgw, ceph-mon and ceph-osd).
///
/// Killed and started again is the gateway alone. What it stored lives as long as the disk does, until this is closed.
/// `-Dsatchel.backends.ceph=FOLDER` names the folder of programs that are not installed. Calls that start or end it are
/// for one thread at a time.
public final class RadosGateway implements S3Server {
    /// Why there is none, and what to do.
    public static final String MISSING = "no Ceph here: apt-get install radosgw ceph-mon ceph-osd";

    private static final Duration READY_MAX = Duration.ofMinutes(10);
    private static final int PROBE_MILLIS_MAX = 30_000;
    private static final int PORT = 7_480;
    private static final int MONITOR_PORT = 3_300;
    private static final int OLD_MONITOR_PORT = 6_789;
    /// The disk takes this and those that follow.
    private static final int FIRST_DISK_PORT = 6_800;

    private static final long DISK_BYTES = 1L << 30;
    private static final List<String> PROGRAMS =
            List.of("monmaptool", "ceph-mon", "ceph", "ceph-osd", "radosgw-admin", "radosgw");

    private final Path folder;
    private final InetAddress address;
    private final String accessKey;
    private final String secretKey;
    /// Monitor and disk; the one that started last first.
    private final Deque<Child> cluster = new ArrayDeque<>();

    private Child gateway;

    private RadosGateway(Path folder, InetAddress address, SecureRandom random)
            throws IOException, InterruptedException {
        this.folder = folder;
        this.address = address;
        this.accessKey = letters(random, 10);
        this.secretKey = letters(random, 20);
        try {
            startCluster();
            this.gateway = launch();
        } catch (IOException | InterruptedException failure) {
            cluster.forEach(Child::kill);
            throw failure;
        }
    }

    public static boolean isAvailable() {
        return PROGRAMS.stream().allMatch(name -> program(name).isPresent());
    }

    /// @param folder gets settings, the monitor's rows and a log of each process
    public static RadosGateway start(Path folder) throws IOException, InterruptedException {
        if (!isAvailable()) {
            throw new IOException(MISSING);
        }
        var random = new SecureRandom();
        return new RadosGateway(
                Files.createDirectories(folder).toRealPath(),
                Loopback.freeAddresses(1, random, PORT, MONITOR_PORT, OLD_MONITOR_PORT, FIRST_DISK_PORT)
                        .getFirst(),
                random);
    }

    @Override
    public String accessKey() {
        return accessKey;
    }

    @Override
    public String secretKey() {
        return secretKey;
    }

    @Override
    public InetSocketAddress address() {
        return new InetSocketAddress(address, PORT);
    }

    @Override
    public void kill() {
        gateway.kill();
    }

    @Override
    public void restart() throws IOException, InterruptedException {
        kill();
        gateway = launch();
    }

    @Override
    public void close() {
        kill();
        cluster.forEach(Child::kill);
    }

    private void startCluster() throws IOException, InterruptedException {
        var cluster = UUID.randomUUID();
        var disk = UUID.randomUUID().toString();
        writeSettings(cluster);
        var places = "[v2:%1$s:%2$d,v1:%1$s:%3$d]".formatted(address.getHostAddress(), MONITOR_PORT, OLD_MONITOR_PORT);
        var map = folder.resolve("monmap").toString();
        run("monmaptool", "--create", "--clobber", "--addv", "a", places, "--fsid", cluster.toString(), map);
        run("ceph-mon", "--mkfs", "-i", "a", "--monmap", map);
        this.cluster.push(child("ceph-mon", "-f", "-i", "a"));
        run("ceph", "osd", "new", disk);
        run("ceph-osd", "--mkfs", "-i", "0", "--osd-uuid", disk);
        this.cluster.push(child("ceph-osd", "-f", "-i", "0"));
        // Waits until the disk serves.
        run(
                "radosgw-admin",
                "user",
                "create",
                "--uid",
                "satchel",
                "--display-name",
                "satchel",
                "--access-key",
                accessKey,
                "--secret-key",
                secretKey);
    }

    /// One copy of everything, nobody to be known but the users of the gateway, and nothing outside of the folder.
    private void writeSettings(UUID cluster) throws IOException {
        for (var part : List.of("mon", "osd", "rgw")) {
            Files.createDirectories(folder.resolve(part));
        }
        // Without "crc" the gateway hangs where nobody is to be known. The monitor waits a second before it agrees
        // with itself, unless told otherwise, and a start takes ten such agreements.
        Files.writeString(folder.resolve("ceph.conf"), """
                [global]
                fsid = %1$s
                mon host = [v2:%2$s:%3$d/0,v1:%2$s:%4$d/0]
                mon initial members = a
                public addr = %2$s
                cluster addr = %2$s
                auth cluster required = none
                auth service required = none
                auth client required = none
                ms mon client mode = crc
                paxos propose interval = 0.05
                paxos min wait = 0.01
                mon allow pool size one = true
                osd pool default size = 1
                osd pool default min size = 1
                osd pool default pg num = 8
                osd pool default pgp num = 8
                osd pool default pg autoscale mode = off
                osd crush chooseleaf type = 0
                run dir = %5$s
                crash dir = %5$s
                admin socket =
                log file =
                log to stderr = true
                err to stderr = true
                debug rocksdb = 0/0
                [mon]
                mon data = %5$s/mon
                mon cluster log file = %5$s/cluster.log
                mon data avail warn = 1
                mon data avail crit = 1
                [osd]
                osd data = %5$s/osd
                osd objectstore = memstore
                memstore device bytes = %6$d
                osd class load list = *
                osd class default list = *
                [client.rgw]
                rgw data = %5$s/rgw
                rgw frontends = beast endpoint=%2$s:%7$d
                rgw thread pool size = 64
                rgw crypt require ssl = false
                """.formatted(
                        cluster, address.getHostAddress(), MONITOR_PORT, OLD_MONITOR_PORT, folder, DISK_BYTES, PORT));
    }

    private Child launch() throws IOException, InterruptedException {
        var started = child("radosgw", "-f", "-n", "client.rgw");
        try {
            started.await(this::hasBucket, READY_MAX);
            return started;
        } catch (IOException | InterruptedException failure) {
            started.kill();
            throw failure;
        }
    }

    /// Makes it, too: who has it already is told so with the same answer.
    private boolean hasBucket() throws IOException {
        var resource = "/" + bucket();
        var date = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
        var request = (HttpURLConnection) endpoint().resolve(resource).toURL().openConnection();
        request.setRequestMethod("PUT");
        request.setConnectTimeout(PROBE_MILLIS_MAX);
        request.setReadTimeout(PROBE_MILLIS_MAX);
        request.setRequestProperty("Date", date);
        request.setRequestProperty("Content-Type", "text/xml");
        request.setRequestProperty(
                "Authorization", "AWS " + accessKey + ":" + signature("PUT\n\ntext/xml\n" + date + "\n" + resource));
        request.setDoOutput(true);
        request.setFixedLengthStreamingMode(0);
        try {
            request.getOutputStream().close();
            return request.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException notYet) {
            return false;
        }
    }

    /// The old kind, which takes one line.
    private String signature(String text) {
        try {
            var mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secretKey.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private Child child(String program, String... arguments) throws IOException, InterruptedException {
        return Child.start(program + " " + address.getHostAddress(), command(program, arguments), folder, log(program));
    }

    private void run(String program, String... arguments) throws IOException, InterruptedException {
        Child.run(program, command(program, arguments), folder, log(program), READY_MAX);
    }

    private Path log(String program) {
        return folder.resolve(program + ".log");
    }

    private List<String> command(String program, String... arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(program(program).orElseThrow(() -> new IOException(MISSING)).toString());
        if (!program.equals("monmaptool")) {
            command.addAll(List.of("-c", folder.resolve("ceph.conf").toString()));
        }
        command.addAll(List.of(arguments));
        return command;
    }

    private static Optional<Path> program(String name) {
        var named = System.getProperty("satchel.backends.ceph");
        return named == null
                ? Child.find(name, Path.of("/usr/bin"), Path.of("/usr/sbin"))
                : Optional.of(Path.of(named, name)).filter(Files::isExecutable);
    }

    private static String letters(SecureRandom random, int bytes) {
        var drawn = new byte[bytes];
        random.nextBytes(drawn);
        return HexFormat.of().formatHex(drawn);
    }
}
