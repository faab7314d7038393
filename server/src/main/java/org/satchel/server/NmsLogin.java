// SPDX-License-Identifier: Apache-2.0
package org.satchel.server;

import java.util.Optional;
import org.satchel.nms.settings.Caller;
import org.satchel.nms.settings.Credentials;
import org.satchel.nms.settings.Login;

/// The accounts as REST asks for them: an address and a password open the account's own box.
record NmsLogin(Boxes boxes) implements Login {
    @Override
    public Optional<Caller> check(Credentials credentials) {
        return switch (credentials) {
            case Credentials.Basic(var user, var password) ->
                boxes.login(user, password).map(Caller::owner);
        };
    }
}
