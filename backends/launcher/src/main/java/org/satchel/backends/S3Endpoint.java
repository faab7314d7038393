// SPDX-License-Identifier: Apache-2.0
package org.satchel.backends;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/// S3Proxy over a folder, as a child process. It checks signatures.
///
/// Calls that start or end it are for one thread at a time.
public final class S3Endpoint implements S3Server {
    private static final Duration READY_MAX = Duration.ofMinutes(10);
    private static final int PROBE_MILLIS_MAX = 30_000;
    private static final int PORT = 9_000;
    private static final String LOGBACK = """
            <configuration>
              <appender name="OUT" class="ch.qos.logback.core.ConsoleAppender">
                <encoder>
                  <pattern>%d{ISO8601} %-5level [%thread] %logger{24} %msg%n</pattern>
                </encoder>
              </appender>
              <root level="INFO">
                <appender-ref ref="OUT"/>
              </root>
            </configuration>
            """;

    private final Path folder;
    private final InetAddress address;
    private final String accessKey;
    private final String secretKey;
    private Child child;

    private S3Endpoint(Path folder, InetAddress address, Random random) throws IOException, InterruptedException {
        this.folder = folder;
        this.address = address;
        this.accessKey = "satchel-" + letters(random, 6);
        this.secretKey = letters(random, 20);
        this.child = launch();
    }

    /// @param folder gets the bucket, settings and `s3.log`; what is in the bucket lives on
    public static S3Endpoint start(Path folder) throws IOException, InterruptedException {
        var random = new SecureRandom();
        return new S3Endpoint(
                Files.createDirectories(folder).toRealPath(),
                Loopback.freeAddresses(1, random, PORT).getFirst(),
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
        child.kill();
    }

    @Override
    public void restart() throws IOException, InterruptedException {
        kill();
        child = launch();
    }

    /// It keeps its connections and answers nobody, until it is thawed.
    public void freeze() throws IOException, InterruptedException {
        child.freeze();
    }

    public void thaw() throws IOException, InterruptedException {
        child.thaw();
    }

    @Override
    public void close() {
        kill();
    }

    private Child launch() throws IOException, InterruptedException {
        var data = folder.resolve("data");
        // A bucket of this store is a folder.
        Files.createDirectories(data.resolve(bucket()));
        var logback = Files.writeString(folder.resolve("logback.xml"), LOGBACK);
        var settings = Files.writeString(
                folder.resolve("s3proxy.conf"), """
                s3proxy.endpoint=%s
                s3proxy.authorization=aws-v2-or-v4
                s3proxy.identity=%s
                s3proxy.credential=%s
                jclouds.provider=filesystem-nio2
                jclouds.filesystem.basedir=%s
                """.formatted(endpoint(), accessKey, secretKey, data));
        var started = Child.start(
                "S3 endpoint " + endpoint(),
                List.of(
                        Programs.java().toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-Dlogback.configurationFile=" + logback,
                        "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")),
                        "-cp",
                        Programs.classPath("s3proxy"),
                        "org.gaul.s3proxy.Main",
                        "--properties",
                        settings.toString()),
                folder,
                folder.resolve("s3.log"));
        try {
            started.await(this::refusesStrangers, READY_MAX);
            return started;
        } catch (IOException | InterruptedException failure) {
            started.kill();
            throw failure;
        }
    }

    private boolean refusesStrangers() {
        try {
            var request = (HttpURLConnection) endpoint().toURL().openConnection();
            request.setConnectTimeout(PROBE_MILLIS_MAX);
            request.setReadTimeout(PROBE_MILLIS_MAX);
            return request.getResponseCode() == HttpURLConnection.HTTP_FORBIDDEN;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static String letters(Random random, int bytes) {
        var drawn = new byte[bytes];
        random.nextBytes(drawn);
        return HexFormat.of().formatHex(drawn);
    }
}
