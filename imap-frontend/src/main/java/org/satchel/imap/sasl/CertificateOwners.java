// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.sasl;

import java.security.cert.X509Certificate;
import java.util.Optional;
import org.satchel.model.BoxId;

/// Who is named by a certificate that a trusted authority has signed.
@FunctionalInterface
public interface CertificateOwners {
    /// @return the box of the account; empty when the certificate names none
    Optional<BoxId> owner(X509Certificate certificate);
}
