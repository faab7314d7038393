// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.sasl;

/// What a server keeps of a password: it can check one with it, but not log in.
///
/// @param salt Base64, as are the keys
// RFC 5802 §3
public record ScramKeys(int iterations, String salt, String storedKey, String serverKey) {
    @Override
    public String toString() {
        return "ScramKeys[" + iterations + "]";
    }
}
