// SPDX-License-Identifier: Apache-2.0
package org.satchel.server;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.X509TrustManager;

/// Whether an authority vouches for a certificate: asked with each request of a connection, which lives longer than the
/// word of an authority may. So the answer yes is kept for a while.
final class Believed {
    private static final Duration KEPT_FOR = Duration.ofMinutes(1);
    private static final int KEPT_MAX = 10_000;

    private final X509TrustManager authorities;
    private final Map<X509Certificate, Long> kept = Collections.synchronizedMap(new Memory());

    private static final class Memory extends LinkedHashMap<X509Certificate, Long> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<X509Certificate, Long> eldest) {
            return size() > KEPT_MAX;
        }
    }

    Believed(X509TrustManager authorities) {
        this.authorities = authorities;
    }

    /// @param chain that of the client first
    boolean test(List<X509Certificate> chain) {
        var client = chain.getFirst();
        var since = kept.get(client);
        if (since != null && System.nanoTime() - since < KEPT_FOR.toNanos()) {
            return true;
        }
        try {
            authorities.checkClientTrusted(
                    chain.toArray(X509Certificate[]::new), client.getPublicKey().getAlgorithm());
            kept.put(client, System.nanoTime());
            return true;
        } catch (CertificateException stranger) {
            kept.remove(client);
            return false;
        }
    }
}
