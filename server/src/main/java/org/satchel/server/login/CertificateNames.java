// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.login;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/// The addresses that a certificate names: those of its subject alternative name that are URIs or mail addresses; only
/// when there are none, the common name of its subject.
// RFC 5280 §4.2.1.6
final class CertificateNames {
    private static final int MAIL = 1;
    private static final int URI = 6;
    private static final int NAMES_MAX = 16;

    private CertificateNames() {}

    static List<String> of(X509Certificate certificate) {
        var uris = new ArrayList<String>();
        var mails = new ArrayList<String>();
        try {
            var alternatives = certificate.getSubjectAlternativeNames();
            for (var name : alternatives == null ? List.<List<?>>of() : alternatives) {
                if (name.get(0) instanceof Integer kind && name.get(1) instanceof String text) {
                    if (kind == URI) {
                        uris.add(text);
                    } else if (kind == MAIL) {
                        mails.add("sip:" + text);
                    }
                }
            }
            uris.addAll(mails);
            return uris.isEmpty()
                    ? commonNames(certificate)
                    : uris.stream().limit(NAMES_MAX).toList();
        } catch (CertificateParsingException | InvalidNameException unreadable) {
            return List.of();
        }
    }

    private static List<String> commonNames(X509Certificate certificate) throws InvalidNameException {
        return new LdapName(certificate.getSubjectX500Principal().getName())
                .getRdns().stream()
                        .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
                        .map(rdn -> rdn.getValue().toString())
                        .limit(NAMES_MAX)
                        .toList();
    }
}
