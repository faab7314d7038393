// SPDX-License-Identifier: Apache-2.0
package org.satchel.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// One line to the server.
final class LoginTalk implements AutoCloseable {
    final SSLSocket socket;
    private final BufferedReader in;
    final String greeting;
    private int tags;

    LoginTalk(InetSocketAddress server, SSLContext context, String protocol) throws IOException {
        var raw = new Socket(server.getAddress(), server.getPort());
        raw.setSoTimeout(120_000);
        socket = (SSLSocket) context.getSocketFactory().createSocket(raw, "127.0.0.1", server.getPort(), true);
        socket.setEnabledProtocols(new String[] {protocol});
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        greeting = line();
    }

    String line() throws IOException {
        return Objects.requireNonNull(in.readLine(), "the server closed the line");
    }

    void send(String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /// A way to log in.
    @FunctionalInterface
    interface Saying {
        String to(LoginTalk talk) throws IOException, GeneralSecurityException;
    }

    /// The tagged answer, or the first challenge.
    String say(String command) throws IOException {
        send("t" + ++tags + " " + command);
        return answer();
    }

    String reply(String text) throws IOException {
        send(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
        return answer();
    }

    String answer() throws IOException {
        var line = line();
        while (line.startsWith("* ")) {
            line = line();
        }
        return line.startsWith("+")
                ? "+" + new String(Base64.getDecoder().decode(line.substring(2)), StandardCharsets.UTF_8)
                : line.substring(line.indexOf(' ') + 1);
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    /// A client's side of SCRAM.
    String scram(String mechanism, String header, byte[] binding, String user, String password)
            throws IOException, GeneralSecurityException {
        var bare = "n=" + user + ",r=clientnonce";
        var first = with(mechanism, header + bare);
        if (!first.startsWith("+r=clientnonce")) {
            return first;
        }
        var serverFirst = first.substring(1);
        var parts = serverFirst.split(",");
        var salt = Base64.getDecoder().decode(parts[1].substring(2));
        int iterations = Integer.parseInt(parts[2].substring(2));
        var salted = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(new PBEKeySpec(password.toCharArray(), salt, iterations, 256))
                .getEncoded();
        var bound = new ByteArrayOutputStream();
        bound.write(header.getBytes(StandardCharsets.UTF_8));
        bound.write(binding);
        var last = "c=" + Base64.getEncoder().encodeToString(bound.toByteArray()) + "," + parts[0];
        var message = bare + "," + serverFirst + "," + last;
        var clientKey = hmac(salted, "Client Key");
        var signature = hmac(MessageDigest.getInstance("SHA-256").digest(clientKey), message);
        for (int i = 0; i < signature.length; i++) {
            signature[i] ^= clientKey[i];
        }
        var answer = reply(last + ",p=" + Base64.getEncoder().encodeToString(signature));
        if (!answer.startsWith("+")) {
            return answer;
        }
        var serverSignature = hmac(hmac(salted, "Server Key"), message);
        assertThat(answer).isEqualTo("+v=" + Base64.getEncoder().encodeToString(serverSignature));
        return reply("");
    }

    String with(String mechanism, String initial) throws IOException {
        var text = Base64.getEncoder().encodeToString(initial.getBytes(StandardCharsets.UTF_8));
        return say("AUTHENTICATE " + mechanism + " " + (text.isEmpty() ? "=" : text));
    }

    byte[] binding(String kind) throws IOException, GeneralSecurityException {
        var session = (ExtendedSSLSession) socket.getSession();
        return kind.equals("tls-exporter")
                ? session.exportKeyingMaterialData("EXPORTER-Channel-Binding", new byte[0], 32)
                : MessageDigest.getInstance(
                                session.getPeerCertificates()[0] instanceof X509Certificate it
                                                && it.getSigAlgName().startsWith("SHA384")
                                        ? "SHA-384"
                                        : "SHA-256")
                        .digest(session.getPeerCertificates()[0].getEncoded());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
