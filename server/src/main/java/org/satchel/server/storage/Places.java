// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.storage;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.stream.Collectors;
import org.satchel.cassandra.CassandraLimits;
import org.satchel.cassandra.CassandraSettings;
import org.satchel.cassandra.nodes.NeighbourSettings;
import org.satchel.folder.FolderBlobStore;
import org.satchel.folder.FolderSettings;
import org.satchel.model.blob.BlobStore;
import org.satchel.model.blob.OrphanCollector;
import org.satchel.s3.Checksums;
import org.satchel.s3.Credentials;
import org.satchel.s3.Encryption;
import org.satchel.s3.S3BlobStore;
import org.satchel.s3.S3Limits;
import org.satchel.s3.S3Location;
import org.satchel.s3.S3Patience;
import org.satchel.s3.S3Settings;
import org.satchel.server.config.HostPort;
import org.satchel.server.config.ServerConfig;

/// The configuration in the words of Cassandra's engine and the payload stores.
final class Places {
    private static final String DEFAULT_FOLDER = "payloads";
    private static final long SECRET_BYTES_MAX = 4_096;
    /// Rows of the history outlive the horizon: the keeper of the history comes by a few times a day only.
    private static final Duration HISTORY_MARGIN = Duration.ofDays(2);

    private Places() {}

    /// Where Cassandra is looked for, as an operator knows it.
    static String cassandraName(ServerConfig config) {
        return "cassandra.contact-points: "
                + config.cassandra().contactPoints().stream()
                        .map(HostPort::toString)
                        .collect(Collectors.joining(" "));
    }

    /// Without the cooperation of servers, which commands have no part in.
    static CassandraSettings cassandra(ServerConfig config, InstantSource clock) throws IOException {
        var cassandra = config.cassandra();
        var usual = CassandraLimits.STANDARD;
        var limits = new CassandraLimits(
                config.engine().residentBytesMax(),
                usual.residentBoxesMax(),
                usual.segmentBytesMax(),
                cassandra.pendingWritesMax(),
                usual.groupCommitsMax(),
                usual.groupBytesMax(),
                cassandra.smallPayloadBytesMax(),
                usual.checkpointCommits(),
                usual.checkpointInterval(),
                usual.readsInFlightMax(),
                cassandra.requestTime(),
                usual.outcomeTimeout(),
                usual.watchInterval());
        return new CassandraSettings(
                cassandra.contactPoints().stream().map(HostPort::socketAddress).toList(),
                cassandra.datacenter(),
                cassandra.keyspace(),
                "{'class': 'NetworkTopologyStrategy', '%s': %d}"
                        .formatted(cassandra.datacenter(), cassandra.replicas()),
                login(cassandra),
                NewBoxes.settings(config.box(), clock),
                limits,
                config.box().history().plus(HISTORY_MARGIN),
                OrphanCollector.publishMax(config.payloads().orphanGrace()),
                CassandraSettings.Cooperation.NONE);
    }

    static BlobStore blobs(ServerConfig config) throws IOException {
        return switch (config.payloads().kind()) {
            case FOLDER -> FolderBlobStore.open(folder(config));
            case S3 -> new S3BlobStore(s3(config.s3()));
        };
    }

    static CassandraSettings.Cooperation cooperation(ServerConfig.Neighbours neighbours) throws IOException {
        if (neighbours.listen().isEmpty()) {
            return new CassandraSettings.Cooperation(null, neighbours.nats());
        }
        var listen = HostPort.parse(neighbours.listen());
        var socket = listen.socketAddress();
        // Whoever listens everywhere is told to be where this machine's name leads: in a container its own address.
        var host = socket.getAddress().isAnyLocalAddress()
                ? InetAddress.getLocalHost().getHostAddress()
                : listen.host();
        return new CassandraSettings.Cooperation(NeighbourSettings.of(socket, host, 0), neighbours.nats());
    }

    /// Where payloads are kept, as an operator knows it.
    static String blobsName(ServerConfig config) {
        var s3 = config.s3();
        return switch (config.payloads().kind()) {
            case FOLDER -> "payloads.folder: " + folder(config).root();
            case S3 -> "s3: bucket " + s3.bucket() + " at " + (s3.endpoint().isEmpty() ? s3.region() : s3.endpoint());
        };
    }

    private static FolderSettings folder(ServerConfig config) {
        var folder = config.payloads().folder();
        return new FolderSettings(
                folder.isEmpty() ? config.data().resolve(DEFAULT_FOLDER) : Path.of(folder),
                config.engine().diskReserveBytes());
    }

    private static S3Settings s3(ServerConfig.S3 s3) throws IOException {
        if (s3.bucket().isEmpty()) {
            throw new IllegalArgumentException("payloads.kind is s3, and s3.bucket is empty");
        }
        var endpoint = s3.endpoint().isEmpty() ? null : URI.create(s3.endpoint());
        boolean pathStyle = s3.pathStyle().equals("auto")
                ? endpoint != null
                : s3.pathStyle().equals("on");
        return new S3Settings(
                new S3Location(endpoint, s3.region(), pathStyle, s3.bucket(), s3.keyPrefix()),
                credentials(s3),
                encryption(s3),
                s3.sdkChecksums() ? Checksums.WHEN_SUPPORTED : Checksums.WHEN_REQUIRED,
                limits(s3.work()));
    }

    private static S3Limits limits(ServerConfig.S3Work work) {
        var usual = S3Limits.STANDARD;
        var patience = usual.patience();
        return new S3Limits(
                work.partBytes(),
                work.uploadsMax(),
                work.largeUploadsMax(),
                work.downloadsMax(),
                usual.requestsMax(),
                new S3Patience(
                        patience.permit(),
                        patience.connect(),
                        work.attemptTime(),
                        work.callTime(),
                        patience.retriesMax(),
                        patience.failuresMax(),
                        patience.pause()));
    }

    private static Credentials credentials(ServerConfig.S3 s3) throws IOException {
        return s3.accessKey().isEmpty()
                ? new Credentials.FromEnvironment()
                : new Credentials.Fixed(s3.accessKey(), secret("s3.secret-key-file", s3.secretKeyFile()));
    }

    private static Encryption encryption(ServerConfig.S3 s3) throws IOException {
        return switch (s3.encryption()) {
            case BUCKET -> new Encryption.OfBucket();
            case S3 -> new Encryption.StoreKeys();
            case KMS -> new Encryption.Kms(s3.kmsKey().isEmpty() ? null : s3.kmsKey());
            case CUSTOMER -> Encryption.CustomerKey.read(Path.of(s3.customerKeyFile()));
        };
    }

    private static CassandraSettings.Login login(ServerConfig.Cassandra cassandra) throws IOException {
        return cassandra.user().isEmpty()
                ? new CassandraSettings.Login("", "")
                : new CassandraSettings.Login(
                        cassandra.user(), secret("cassandra.password-file", cassandra.passwordFile()));
    }

    /// The first line of a file.
    private static String secret(String setting, String file) throws IOException {
        if (file.isEmpty()) {
            throw new IllegalArgumentException(setting + " is empty");
        }
        var path = Path.of(file);
        if (Files.size(path) > SECRET_BYTES_MAX) {
            throw new IllegalArgumentException(
                    setting + ": " + file + " is larger than " + SECRET_BYTES_MAX + " bytes");
        }
        return Files.readString(path).lines().findFirst().orElse("").strip();
    }
}
