// SPDX-License-Identifier: Apache-2.0
package org.satchel.backends;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;

/// Runs one backend by hand: prints where it is, and ends it when standard input ends.
public final class Backends {
    private static final String USAGE = """
            Usage: Backends cassandra NODES FOLDER
                   Backends s3 FOLDER
                   Backends radosgw FOLDER
                   Backends nats FOLDER
            """;

    private Backends() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        long start = System.nanoTime();
        if (arguments.length < 2) {
            System.err.print(USAGE);
            System.exit(2);
        }
        var folder = Path.of(arguments[arguments.length - 1]);
        switch (arguments[0]) {
            case "cassandra" -> {
                try (var cluster = CassandraCluster.start(Integer.parseInt(arguments[1]), folder)) {
                    serve(
                            start,
                            cluster.contactPoints().stream()
                                            .map(Backends::words)
                                            .collect(Collectors.joining(","))
                                    + " datacenter " + cluster.datacenter());
                }
            }
            case "s3" -> {
                try (var s3 = S3Endpoint.start(folder)) {
                    serve(start, words(s3));
                }
            }
            case "radosgw" -> {
                try (var s3 = RadosGateway.start(folder)) {
                    serve(start, words(s3));
                }
            }
            case "nats" -> {
                try (var nats = NatsServer.start(folder)) {
                    serve(start, nats.url());
                }
            }
            default -> {
                System.err.print(USAGE);
                System.exit(2);
            }
        }
    }

    private static void serve(long start, String place) throws IOException {
        System.out.println(place);
        System.err.println("ready after "
                + Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms; ends with its standard input");
        System.in.transferTo(OutputStream.nullOutputStream());
    }

    private static String words(S3Backend s3) {
        return "%s region %s bucket %s access key %s secret key %s"
                .formatted(s3.endpoint(), s3.region(), s3.bucket(), s3.accessKey(), s3.secretKey());
    }

    private static String words(InetSocketAddress place) {
        return place.getAddress().getHostAddress() + ":" + place.getPort();
    }
}
