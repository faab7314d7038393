// SPDX-License-Identifier: Apache-2.0
package org.satchel.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// Key and certificate of this installation: `tls.p12` in the data folder, self-signed when nobody put a better
/// one there.
///
/// @param context for all TLS faces
/// @param fingerprint SHA-256 of the certificate, as clients show it
record TlsIdentity(SSLContext context, String fingerprint) {
    private static final String STORE = "tls.p12";
    private static final String SECRET = "tls.secret";
    private static final long KEYTOOL_SECONDS_MAX = 60;

    static TlsIdentity load(Path data, String host) throws IOException {
        var store = data.resolve(STORE);
        var secret = data.resolve(SECRET);
        if (!Files.exists(store)) {
            make(store, secret, host);
        }
        try (InputStream in = Files.newInputStream(store)) {
            var password = Files.readString(secret).strip().toCharArray();
            var keys = KeyStore.getInstance("PKCS12");
            keys.load(in, password);
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, password);
            var context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            var certificate = keys.getCertificate(keys.aliases().nextElement());
            var digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return new TlsIdentity(
                    context, HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest));
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot use " + store + ": " + e.getMessage(), e);
        }
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
