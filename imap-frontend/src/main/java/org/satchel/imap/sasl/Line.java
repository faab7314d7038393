// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.sasl;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLKeyException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/// The line that a client logs in over: what it proves about both ends.
public final class Line {
    /// Without TLS.
    public static final Line CLEAR = new Line(null);

    private static final String EXPORTER_LABEL = "EXPORTER-Channel-Binding";
    private static final int EXPORTER_BYTES = 32;

    private final @Nullable ExtendedSSLSession session;

    private Line(@Nullable ExtendedSSLSession session) {
        this.session = session;
    }

    public static Line over(ExtendedSSLSession session) {
        return new Line(session);
    }

    public boolean isSecure() {
        return session != null;
    }

    /// The certificate that the client has shown and whose chain was found good.
    public Optional<X509Certificate> clientCertificate() {
        if (session == null) {
            return Optional.empty();
        }
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate own
                    ? Optional.of(own)
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException none) {
            return Optional.empty();
        }
    }

    /// What both ends of this line know and nobody in between can make equal.
    ///
    /// @param kind `tls-exporter` (TLS 1.3 only) or `tls-server-end-point`
    /// @return empty when the line has no such thing
    public Optional<byte[]> binding(String kind) {
        if (session == null) {
            return Optional.empty();
        }
        return switch (kind) {
            case "tls-exporter" -> exporter(session);
            case "tls-server-end-point" -> endPoint(session);
            default -> Optional.empty();
        };
    }

    // RFC 9266 §2; under TLS 1.2 it is safe only with an extension that cannot be asked for here
    private static Optional<byte[]> exporter(ExtendedSSLSession session) {
        if (!session.getProtocol().equals("TLSv1.3")) {
            return Optional.empty();
        }
        try {
            return Optional.of(session.exportKeyingMaterialData(EXPORTER_LABEL, new byte[0], EXPORTER_BYTES));
        } catch (SSLKeyException none) {
            return Optional.empty();
        }
    }

    // RFC 5929 §4.1
    private static Optional<byte[]> endPoint(ExtendedSSLSession session) {
        var own = session.getLocalCertificates();
        if (own == null || !(own[0] instanceof X509Certificate certificate)) {
            return Optional.empty();
        }
        try {
            return Optional.of(MessageDigest.getInstance(hash(certificate)).digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException | CertificateEncodingException none) {
            return Optional.empty();
        }
    }

    /// The hash of the certificate's signature; SHA-256 for the weak ones. Others, such as EdDSA, name none.
    private static String hash(X509Certificate certificate) {
        var name = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        int with = name.indexOf("WITH");
        return switch (with < 0 ? "" : name.substring(0, with)) {
            case "MD5", "SHA1", "SHA256" -> "SHA-256";
            case "SHA384" -> "SHA-384";
            case "SHA512" -> "SHA-512";
            default -> "none";
        };
    }
}
