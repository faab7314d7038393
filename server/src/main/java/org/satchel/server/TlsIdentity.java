// SPDX-License-Identifier: Apache-2.0
package org.satchel.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Key and certificate of this installation: `tls.p12` in the data folder, self-signed when nobody put a better
/// one there. A new file counts at the next handshake; connections that are there stay.
final class TlsIdentity {
    private static final Logger LOG = LoggerFactory.getLogger(TlsIdentity.class);
    private static final String STORE = "tls.p12";
    private static final String SECRET = "tls.secret";
    private static final long KEYTOOL_SECONDS_MAX = 60;
    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

    private final Path store;
    private final Path secret;
    private final @Nullable Path clientAuthorities;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Loaded loaded;
    private volatile long lookedNanos = System.nanoTime();

    /// @param version of the files it was read from
    private record Loaded(SSLContext context, Believed believed, String fingerprint, String version) {}

    private TlsIdentity(Path store, Path secret, @Nullable Path clientAuthorities) throws IOException {
        this.store = store;
        this.secret = secret;
        this.clientAuthorities = clientAuthorities;
        this.loaded = read(version());
    }

    /// @param clientAuthorities a PEM file; empty = no client certificate is believed
    static TlsIdentity load(Path data, String host, Optional<Path> clientAuthorities) throws IOException {
        var store = data.resolve(STORE);
        var secret = data.resolve(SECRET);
        if (!Files.exists(store)) {
            make(store, secret, host);
        }
        return new TlsIdentity(store, secret, clientAuthorities.orElse(null));
    }

    /// For the next handshake of any TLS face.
    SSLContext context() {
        renewInTime();
        return loaded.context;
    }

    /// The same for those who take one at their start.
    SSLContext present() {
        return new PresentContext(this::context);
    }

    /// Whether the authorities that there are now vouch for a client.
    ///
    /// @param chain its certificate first
    boolean believes(List<X509Certificate> chain) {
        renewInTime();
        return loaded.believed.test(chain);
    }

    /// SHA-256 of the certificate, as clients show it.
    String fingerprint() {
        return loaded.fingerprint;
    }

    private void renewInTime() {
        if (System.nanoTime() - lookedNanos > LOOK_INTERVAL.toNanos() && lock.tryLock()) {
            try {
                lookedNanos = System.nanoTime();
                renew();
            } finally {
                lock.unlock();
            }
        }
    }

    /// Files that cannot be used, such as half of a new one, are tried again at the next look; meanwhile the old
    /// identity serves on.
    private void renew() {
        try {
            var version = version();
            if (!version.equals(loaded.version)) {
                loaded = read(version);
                LOG.info("TLS certificate SHA-256 {}", loaded.fingerprint);
            }
        } catch (IOException failure) {
            LOG.warn("the TLS certificate of before is used: {}", failure.getMessage());
        }
    }

    private String version() throws IOException {
        var version = new StringBuilder();
        for (var file : Stream.concat(Stream.of(store, secret), Stream.ofNullable(clientAuthorities))
                .toList()) {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            version.append(attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS))
                    .append(':')
                    .append(attributes.size())
                    .append(':')
                    .append(attributes.fileKey())
                    .append(' ');
        }
        return version.toString();
    }

    private Loaded read(String version) throws IOException {
        try (InputStream in = Files.newInputStream(store)) {
            var password = Files.readString(secret).strip().toCharArray();
            var keys = KeyStore.getInstance("PKCS12");
            keys.load(in, password);
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, password);
            var context = SSLContext.getInstance("TLS");
            var trust = trust();
            context.init(managers.getKeyManagers(), new TrustManager[] {trust}, null);
            var certificate = keys.getCertificate(keys.aliases().nextElement());
            var digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return new Loaded(
                    context,
                    new Believed(trust),
                    HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest),
                    version);
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot use " + store + ": " + e.getMessage(), e);
        }
    }

    /// The runtime's own authorities never vouch for clients.
    private X509TrustManager trust() throws IOException, GeneralSecurityException {
        var anchors = KeyStore.getInstance(KeyStore.getDefaultType());
        anchors.load(null, null);
        if (clientAuthorities != null) {
            try (var in = Files.newInputStream(clientAuthorities)) {
                for (var authority : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                    anchors.setCertificateEntry("authority-" + anchors.size(), authority);
                }
            }
            if (anchors.size() == 0) {
                throw new IOException(clientAuthorities + " holds no certificate");
            }
        }
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(anchors);
        return Stream.of(managers.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .findFirst()
                .orElseThrow();
    }

    /// The runtime's own `keytool` makes the certificate: the JDK has no public API for it, and a library for one
    /// call is not worth its weight.
    private static void make(Path store, Path secret, String host) throws IOException {
        var bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        var password = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Files.deleteIfExists(secret);
        Files.createFile(secret, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(secret, password);
        var fresh = store.resolveSibling(STORE + ".new");
        Files.deleteIfExists(fresh);
        var command = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "satchel",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + host,
                "-ext",
                "san=" + (isIp(host) ? "ip:" : "dns:") + host,
                "-validity",
                "825",
                "-storetype",
                "PKCS12",
                "-keystore",
                fresh.toString(),
                "-storepass:env",
                "SATCHEL_STORE_SECRET"));
        command.environment().put("SATCHEL_STORE_SECRET", password);
        command.redirectErrorStream(true);
        var process = command.start();
        process.getOutputStream().close();
        try {
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(KEYTOOL_SECONDS_MAX, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException("keytool made no certificate: " + output.strip());
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while keytool ran", e);
        }
        Files.move(fresh, store);
    }

    private static boolean isIp(String host) {
        return host.indexOf(':') >= 0 || host.matches("[0-9.]+");
    }
}
