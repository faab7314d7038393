// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.settings;

/// What a request shows to prove who sends it.
public sealed interface Credentials {
    /// RFC 7617. Its text form hides the password.
    record Basic(String user, String password) implements Credentials {
        @Override
        public String toString() {
            return "Basic " + user;
        }
    }
}
