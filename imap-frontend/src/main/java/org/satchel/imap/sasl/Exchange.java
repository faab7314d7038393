// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.sasl;

/// One client's attempt.
@FunctionalInterface
public interface Exchange {
    /// @param answer what the client said, decoded
    Step next(String answer);
}
