// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.accounts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.satchel.model.Address;

/// The accounts of a data folder, always as the file has them: a known address a moment later, an unknown one at once.
final class FileBook implements AccountBook {
    private static final Duration CHECK_INTERVAL = Duration.ofMillis(200);

    private static final Snapshot NOTHING_READ = new Snapshot("?", Instant.EPOCH, List.of(), Map.of());

    private final AccountFile file;
    private final InstantSource clock;
    private volatile Snapshot snapshot = NOTHING_READ;

    private record Snapshot(String version, Instant checked, List<Account> accounts, Map<String, Account> byAddress) {}

    FileBook(Path folder, InstantSource clock) {
        this.file = new AccountFile(folder);
        this.clock = clock;
    }

    @Override
    public Optional<Account> find(Address address) {
        var known = current(false).byAddress().get(address.uri());
        return Optional.ofNullable(
                known != null ? known : current(true).byAddress().get(address.uri()));
    }

    @Override
    public List<Account> all() {
        return current(false).accounts();
    }

    @Override
    public void put(Account account) throws IOException {
        file.update(accounts -> {
            var rest = new ArrayList<>(accounts);
            rest.removeIf(old -> old.box().equals(account.box()));
            for (var other : rest) {
                for (var address : account.addresses()) {
                    if (other.addresses().contains(address)) {
                        throw AccountBook.taken(address, other);
                    }
                }
            }
            rest.add(account);
            return rest;
        });
        snapshot = NOTHING_READ;
    }

    private Snapshot current(boolean atOnce) {
        var present = snapshot;
        var now = clock.instant();
        boolean recent = Duration.between(present.checked(), now).abs().compareTo(CHECK_INTERVAL) < 0;
        if (!atOnce && recent) {
            return present;
        }
        try {
            var version = file.version();
            if (version.equals(present.version())) {
                snapshot = new Snapshot(version, now, present.accounts(), present.byAddress());
            } else {
                var accounts = file.read();
                var byAddress = new HashMap<String, Account>();
                accounts.forEach(
                        account -> account.addresses().forEach(address -> byAddress.put(address.uri(), account)));
                snapshot = new Snapshot(version, now, accounts, Map.copyOf(byAddress));
            }
            return snapshot;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
