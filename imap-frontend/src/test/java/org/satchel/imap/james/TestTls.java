// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// One certificate of its own making, which the server and its clients show each other.
final class TestTls {
    private static final String PASSWORD = "changeit";
    private static final TestTls ONLY = make();

    final SSLContext context;
    private final Certificate certificate;

    private TestTls(SSLContext context, Certificate certificate) {
        this.context = context;
        this.certificate = certificate;
    }

    static TestTls it() {
        return ONLY;
    }

    /// A socket that speaks TLS over another one.
    SSLSocket secured(Socket socket) throws IOException {
        var tls = (SSLSocket) context.getSocketFactory().createSocket(socket, "127.0.0.1", socket.getPort(), true);
        tls.startHandshake();
        return tls;
    }

    /// What binds a login to the server's end of the line.
    // RFC 5929 §4.1; the key is on P-256, so the certificate is signed over SHA-256
    byte[] endPoint() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static TestTls make() {
        try {
            var folder = Files.createTempDirectory("tls");
            var file = folder.resolve("keys.p12");
            try {
                generate(file);
                return of(file);
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        } catch (IOException | GeneralSecurityException failure) {
            throw new UncheckedIOException(new IOException("no certificate", failure));
        }
    }

    private static void generate(Path file) throws IOException {
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var made = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-sigalg",
                        "SHA256withECDSA",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-alias",
                        "it",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD,
                        "-storetype",
                        "PKCS12")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (made.waitFor() != 0) {
                throw new IOException("keytool ended with " + made.exitValue());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static TestTls of(Path file) throws IOException, GeneralSecurityException {
        var keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        var keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(keys, PASSWORD.toCharArray());
        var trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trustManagers.init(keys);
        var context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
        return new TestTls(context, keys.getCertificate("it"));
    }
}
