// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.peer;

/// Numbered accounts of a server with one password.
///
/// @param pattern a format with one integer, for example `tel:+1555%07d`
public record Accounts(String pattern, String password) {
    public Accounts {
        if (pattern.formatted(1).equals(pattern.formatted(2))) {
            throw new IllegalArgumentException("the user pattern has no place for a number: " + pattern);
        }
        if ((pattern + password).chars().anyMatch(c -> c < ' ' || c == '"' || c == '\\' || c > '~')) {
            throw new IllegalArgumentException("user pattern and password must be plain ASCII without quotes");
        }
    }

    public String user(int number) {
        return pattern.formatted(number);
    }
}
