// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.peer;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where things lie: the checkout that the bench runs from, and folders that come and go.
public final class Folders {
    private static final Logger LOG = LoggerFactory.getLogger(Folders.class);

    private Folders() {}

    /// The checkout that holds the launcher; empty when the bench runs from elsewhere.
    public static Optional<Path> checkout() {
        try {
            var code = Path.of(Folders.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            for (var folder = code; folder != null; folder = folder.getParent()) {
                if (Files.isExecutable(folder.resolve("satchel")) && Files.isRegularFile(folder.resolve("pom.xml"))) {
                    return Optional.of(folder);
                }
            }
            return Optional.empty();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /// `bench/target` of the checkout, else the present folder.
    public static Path target() throws IOException {
        var checkout = checkout();
        return checkout.isPresent()
                ? Files.createDirectories(checkout.get().resolve("bench/target"))
                : Path.of("").toAbsolutePath();
    }

    /// Removes a folder with all in it. What cannot be removed stays and is logged.
    public static void remove(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
                        throws IOException {
                    Files.deleteIfExists(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            LOG.warn("{} is not wholly removed: {}", folder, e.toString());
        }
    }
}
