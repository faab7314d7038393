// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.sasl;

import org.satchel.imap.Login;

/// EXTERNAL: the TLS handshake has shown who the client is; it says at most whose box it wants.
// RFC 4422 §A
public record External(CertificateOwners owners, Login login) implements Mechanism {
    @Override
    public String name() {
        return "EXTERNAL";
    }

    @Override
    public boolean isPossible(Line line) {
        return line.clientCertificate().isPresent();
    }

    @Override
    public Exchange begin(Line line) {
        return other -> new Step.Claim(
                "", () -> Step.authorized(line.clientCertificate().flatMap(owners::owner), other, login));
    }
}
