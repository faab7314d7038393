// SPDX-License-Identifier: Apache-2.0
package org.satchel.backends;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/// Where the programs lie that are written in Java, and the Java to run them.
///
/// The build has written their class paths into files; `-Dsatchel.backends.cassandra=FILE` and
/// `-Dsatchel.backends.s3proxy=FILE` name others.
final class Programs {
    private static final String PREFIX = "satchel.backends.";
    private static final String JAVA_HOME_17 = "SATCHEL_JAVA_17_HOME";
    private static final Path JVMS = Path.of("/usr/lib/jvm");

    private Programs() {}

    /// The class path of a program.
    static String classPath(String program) throws IOException {
        var file =
                Path.of(System.getProperty(PREFIX + program, written(program))).normalize();
        if (!Files.isRegularFile(file)) {
            throw new IOException("no class path of " + program + " at " + file + "; build backends/" + program
                    + "-jars or name its file with -D" + PREFIX + program);
        }
        return Files.readString(file).strip();
    }

    /// The jar of a program whose name begins so.
    static Path jar(String program, String prefix) throws IOException {
        return Stream.of(classPath(program).split(File.pathSeparator))
                .map(Path::of)
                .filter(jar -> jar.getFileName().toString().startsWith(prefix))
                .findFirst()
                .orElseThrow(() -> new IOException("no " + prefix + "*.jar for " + program));
    }

    /// The `java` that this JVM runs on.
    static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /// A `java` 17 or else 11: newer ones have lost the security manager that Cassandra 5.0 starts with.
    static Path javaForCassandra() throws IOException {
        var named = Optional.ofNullable(System.getenv(JAVA_HOME_17)).map(Path::of);
        if (named.isPresent()) {
            return named.map(home -> home.resolve("bin/java"))
                    .filter(Files::isExecutable)
                    .orElseThrow(
                            () -> new IOException(JAVA_HOME_17 + " is " + named.get() + ", which has no bin/java"));
        }
        return homes().filter(home -> List.of(17, 11).contains(version(home)))
                .max(Comparator.comparingInt(Programs::version))
                .map(home -> home.resolve("bin/java"))
                .orElseThrow(() -> new IOException("Cassandra needs a Java 17, and there is none in " + JVMS
                        + " or on the path; install one (Debian: openjdk-17-jre-headless) or name it in "
                        + JAVA_HOME_17));
    }

    private static Stream<Path> homes() throws IOException {
        var installed = Stream.<Path>of();
        if (Files.isDirectory(JVMS)) {
            try (var folders = Files.list(JVMS)) {
                installed = folders.sorted().toList().stream();
            }
        }
        var onPath = Child.find("java").stream().flatMap(java -> {
            try {
                return Stream.of(java.toRealPath().resolve("../..").normalize());
            } catch (IOException dangling) {
                return Stream.of();
            }
        });
        return Stream.concat(installed, onPath).filter(home -> Files.isExecutable(home.resolve("bin/java")));
    }

    /// The major version in the file `release`; 0 when there is none.
    private static int version(Path home) {
        try (var lines = Files.lines(home.resolve("release"))) {
            return lines.filter(line -> line.startsWith("JAVA_VERSION=\""))
                    .map(line -> line.replaceAll("^JAVA_VERSION=\"(\\d+).*", "$1"))
                    .mapToInt(Integer::parseInt)
                    .findFirst()
                    .orElse(0);
        } catch (IOException none) {
            return 0;
        }
    }

    private static String written(String program) throws IOException {
        var properties = new Properties();
        try (var in = Programs.class.getResourceAsStream("programs.properties")) {
            if (in == null) {
                throw new IOException("programs.properties is missing");
            }
            properties.load(in);
        }
        return properties.getProperty(program, "");
    }
}
