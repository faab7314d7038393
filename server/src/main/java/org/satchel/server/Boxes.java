// SPDX-License-Identifier: Apache-2.0
package org.satchel.server;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.satchel.model.Address;
import org.satchel.model.BoxId;
import org.satchel.model.MessageStore;
import org.satchel.model.StoreFailure;
import org.satchel.server.accounts.Account;
import org.satchel.server.accounts.Accounts;

/// The box of each account, made when somebody first needs it.
final class Boxes {
    private final MessageStore store;
    private final Accounts accounts;
    private final Consumer<Account> firstUse;
    private final Set<BoxId> ready = ConcurrentHashMap.newKeySet();

    /// @param firstUse called once in the life of this process for each account that is used, when its box is there
    Boxes(MessageStore store, Accounts accounts, Consumer<Account> firstUse) {
        this.store = store;
        this.accounts = accounts;
        this.firstUse = firstUse;
    }

    Optional<BoxId> of(Address address) {
        return accounts.find(address).map(this::ready);
    }

    Optional<BoxId> of(String address) {
        return accounts.find(address).map(this::ready);
    }

    /// The box of the account with this address and password.
    Optional<BoxId> login(String address, String password) {
        try {
            return accounts.check(address, password).map(account -> {
                ready(account);
                return account.box();
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreFailure.Unavailable("login was interrupted");
        }
    }

    /// The same when they were found right a while ago.
    Optional<BoxId> recall(String address, String password) {
        return accounts.recall(address, password).map(this::ready);
    }

    private BoxId ready(Account account) {
        var box = account.box();
        if (!ready.contains(box)) {
            if (store.find(box).isEmpty()) {
                create(box);
            }
            if (ready.add(box)) {
                use(account);
            }
        }
        return box;
    }

    /// Of several who come first at the same time one gets here; when it fails, the next one tries again.
    private void use(Account account) {
        try {
            firstUse.accept(account);
        } catch (RuntimeException failure) {
            ready.remove(account.box());
            throw failure;
        }
    }

    private void create(BoxId box) {
        try {
            store.create(box);
        } catch (StoreFailure.AlreadyExists e) {
            // Somebody else was quicker: it is there, which is all that counts.
            store.open(box);
        }
    }
}
