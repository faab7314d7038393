// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.accounts;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.satchel.imap.sasl.ScramKeys;
import org.satchel.model.Address;
import org.satchel.model.BoxId;

/// One subscriber. The first address names the box; any of them logs in and receives.
public record Account(List<Address> addresses, PasswordVerifier verifier) {
    public static final int ADDRESSES_MAX = 16;

    public Account {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty() || addresses.size() > ADDRESSES_MAX) {
            throw new IllegalArgumentException("an account has 1 to " + ADDRESSES_MAX + " addresses");
        }
    }

    /// Reads back what [#line] gave.
    ///
    /// @throws IllegalArgumentException when it is no such line
    public static Account parse(String line) {
        var words = line.strip().split(" +");
        var addresses = Arrays.stream(words).skip(1).map(Address::new).toList();
        return new Account(addresses, PasswordVerifier.parse(words[0]));
    }

    /// `verifier address [address …]`
    String line() {
        return verifier + " " + addresses.stream().map(Address::uri).collect(Collectors.joining(" "));
    }

    /// What SCRAM needs of its password.
    public ScramKeys scramKeys() {
        return verifier.keys();
    }

    public BoxId box() {
        return new BoxId(addresses.getFirst().uri());
    }
}
