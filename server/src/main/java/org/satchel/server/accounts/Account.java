// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.accounts;

import java.util.List;
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

    public BoxId box() {
        return new BoxId(addresses.getFirst().uri());
    }
}
