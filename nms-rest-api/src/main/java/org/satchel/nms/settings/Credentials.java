// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.settings;

import java.security.cert.X509Certificate;
import java.util.List;

/// What a request shows to prove who sends it.
public sealed interface Credentials {
    /// RFC 7617. Its text form hides the password.
    record Basic(String user, String password) implements Credentials {
        @Override
        public String toString() {
            return "Basic " + user;
        }
    }

    /// Works for whoever has it. Its text form hides it. RFC 6750
    ///
    /// @param token without the scheme, and without what an operator's clients put in front of it
    record Bearer(String token) implements Credentials {
        @Override
        public String toString() {
            return "Bearer";
        }
    }

    /// What the client has shown when the connection began, and proved to hold the key of.
    ///
    /// @param chain its own certificate first
    record Certificate(List<X509Certificate> chain) implements Credentials {
        public Certificate {
            chain = List.copyOf(chain);
        }
    }
}
