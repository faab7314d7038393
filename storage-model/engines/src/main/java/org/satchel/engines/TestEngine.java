// SPDX-License-Identifier: Apache-2.0
package org.satchel.engines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.satchel.backends.S3Endpoint;
import org.satchel.cassandra.TestCluster;
import org.satchel.embedded.EmbeddedStore;
import org.satchel.embedded.EngineSettings;
import org.satchel.folder.FolderBlobStore;
import org.satchel.folder.FolderSettings;
import org.satchel.model.MessageStore;
import org.satchel.model.memory.MemoryStore;
import org.satchel.model.state.BoxSettings;
import org.satchel.s3.Credentials;
import org.satchel.s3.S3BlobStore;
import org.satchel.s3.S3Location;
import org.satchel.s3.S3Settings;

/// The engine that tests run on: the system property `satchel.engine`, one of `memory` (when nothing is said),
/// `embedded`, `cassandra` (with payloads in a folder) and `cassandra+s3`.
public enum TestEngine {
    MEMORY,
    EMBEDDED,
    CASSANDRA,
    CASSANDRA_S3;

    private static final String PROPERTY = "satchel.engine";
    private static final AtomicInteger PREFIXES = new AtomicInteger();

    public static TestEngine chosen() {
        var name = System.getProperty(PROPERTY, "");
        return name.isEmpty() ? MEMORY : valueOf(name.toUpperCase(Locale.ROOT).replace('+', '_'));
    }

    /// An empty store on the chosen engine.
    public static MessageStore fresh() {
        return fresh(BoxSettings.STANDARD);
    }

    /// An empty store on the chosen engine. On Cassandra what an earlier one held is gone: there is one at a time.
    public static MessageStore fresh(BoxSettings settings) {
        try {
            return chosen().open(settings);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private MessageStore open(BoxSettings settings) throws IOException {
        return switch (this) {
            case MEMORY -> new MemoryStore(settings);
            case EMBEDDED ->
                EmbeddedStore.open(Scratch.folder("satchel-engine"), EngineSettings.STANDARD.withBoxes(settings));
            case CASSANDRA -> {
                TestCluster.empty();
                var folder = new FolderSettings(Scratch.folder("satchel-payloads"), 0);
                yield TestCluster.store(settings, FolderBlobStore.open(folder));
            }
            case CASSANDRA_S3 -> {
                TestCluster.empty();
                yield TestCluster.store(settings, new S3BlobStore(s3()));
            }
        };
    }

    private static S3Settings s3() {
        var endpoint = Endpoint.SHARED;
        var location = S3Location.at(endpoint.endpoint(), endpoint.bucket())
                .withKeyPrefix("store-" + PREFIXES.incrementAndGet() + "/");
        return S3Settings.of(location, new Credentials.Fixed(endpoint.accessKey(), endpoint.secretKey()));
    }

    private static final class Endpoint {
        static final S3Endpoint SHARED = start();

        private static S3Endpoint start() {
            try {
                return S3Endpoint.start(Scratch.folder("satchel-s3"));
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            } catch (InterruptedException failure) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(failure);
            }
        }
    }
}
