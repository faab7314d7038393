// SPDX-License-Identifier: Apache-2.0
package org.satchel.backends.containers;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.satchel.backends.S3Backend;
import org.testcontainers.containers.MinIOContainer;

/// A MinIO with one bucket.
public final class MinioInContainer implements S3Backend {
    private static final String IMAGE = "minio/minio:RELEASE.2025-09-07T16-13-09Z";
    private static final String BUCKET = "satchel";
    private static final Duration READY_MAX = Duration.ofMinutes(10);

    private final MinIOContainer container;

    private MinioInContainer(MinIOContainer container) {
        this.container = container;
    }

    public static MinioInContainer start() throws IOException, InterruptedException {
        var container = new MinIOContainer(IMAGE).withStartupTimeout(READY_MAX);
        container.start();
        var started = new MinioInContainer(container);
        try {
            started.make(BUCKET);
            return started;
        } catch (IOException | InterruptedException failure) {
            started.close();
            throw failure;
        }
    }

    @Override
    public URI endpoint() {
        return URI.create(container.getS3URL());
    }

    @Override
    public String region() {
        return "us-east-1";
    }

    @Override
    public String accessKey() {
        return container.getUserName();
    }

    @Override
    public String secretKey() {
        return container.getPassword();
    }

    @Override
    public String bucket() {
        return BUCKET;
    }

    @Override
    public void close() {
        container.stop();
    }

    private void make(String bucket) throws IOException, InterruptedException {
        var script = "mc alias set here http://127.0.0.1:9000 \"$MINIO_ROOT_USER\" \"$MINIO_ROOT_PASSWORD\""
                + " && mc mb here/" + bucket;
        var result = container.execInContainer("sh", "-c", script);
        if (result.getExitCode() != 0) {
            throw new IOException("no bucket " + bucket + ": " + result.getStderr());
        }
    }
}
