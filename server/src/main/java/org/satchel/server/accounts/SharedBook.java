// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.accounts;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Address;
import org.satchel.model.Registry;

/// Accounts in the registry of a store, for all servers over it: an entry per address. That of the first address is the
/// account, each other one names the first address.
///
/// An address is an account's when its entry says so and the account lists it: what a change that broke off has left
/// means nothing. A known account is looked at again after [#KNOWN_FOR], so another server's new password counts here
/// by then.
final class SharedBook implements AccountBook {
    static final Duration KNOWN_FOR = Duration.ofSeconds(2);

    private static final int KNOWN_MAX = 100_000;
    private static final int PAGE = 500;
    private static final String PREFIX = "account/";
    private static final String ALIAS = "= ";

    private final Registry registry;
    private final InstantSource clock;
    private final Map<Address, Known> known = Collections.synchronizedMap(new Memory());

    private record Known(Account account, Instant read) {
        /// Not when the clock was set back in between, either.
        boolean isRecent(Instant now) {
            return Duration.between(read, now).abs().compareTo(KNOWN_FOR) < 0;
        }
    }

    private static final class Memory extends LinkedHashMap<Address, Known> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Address, Known> eldest) {
            return size() > KNOWN_MAX;
        }
    }

    SharedBook(Registry registry, InstantSource clock) {
        this.registry = registry;
        this.clock = clock;
    }

    @Override
    public Optional<Account> find(Address address) {
        var now = clock.instant();
        var recent = known.get(address);
        if (recent != null && recent.isRecent(now)) {
            return Optional.of(recent.account());
        }
        var found = read(address);
        found.ifPresentOrElse(account -> known.put(address, new Known(account, now)), () -> known.remove(address));
        return found;
    }

    @Override
    public List<Account> all() {
        var accounts = new ArrayList<Account>();
        var last = "";
        while (true) {
            var page = registry.scan(PREFIX, last, PAGE);
            for (var entry : page) {
                var text = text(entry.getValue());
                if (!text.startsWith(ALIAS)) {
                    accounts.add(Account.parse(text));
                }
            }
            if (page.size() < PAGE) {
                return accounts;
            }
            last = page.getLast().getKey();
        }
    }

    /// Of two servers that give one address to two accounts at the same moment, one gets it.
    @Override
    public void put(Account account) {
        var first = account.addresses().getFirst();
        var others = account.addresses().subList(1, account.addresses().size());
        account.addresses().forEach(address -> check(address, account));
        others.forEach(address -> claim(address, ALIAS + first, account));
        var dropped = read(first).map(Account::addresses).orElse(List.of());
        claim(first, account.line(), account);
        for (var address : dropped) {
            if (!account.addresses().contains(address)) {
                registry.replace(key(address), bytes(ALIAS + first), null);
            }
        }
        known.clear();
    }

    /// Writes the entry of an address, over whatever it holds that is not another account's.
    private void claim(Address address, String entry, Account account) {
        byte @Nullable [] expected;
        do {
            expected = registry.get(key(address)).orElse(null);
            check(address, account);
        } while (!registry.replace(key(address), expected, bytes(entry)));
    }

    private void check(Address address, Account account) {
        read(address).filter(owner -> !owner.box().equals(account.box())).ifPresent(owner -> {
            throw AccountBook.taken(address, owner);
        });
    }

    private Optional<Account> read(Address address) {
        var entry = registry.get(key(address)).map(SharedBook::text);
        var account = entry.filter(text -> text.startsWith(ALIAS))
                .map(text -> new Address(text.substring(ALIAS.length())))
                .map(first -> registry.get(key(first)).map(SharedBook::text))
                .orElse(entry);
        return account.filter(text -> !text.startsWith(ALIAS))
                .map(Account::parse)
                .filter(owner -> owner.addresses().contains(address));
    }

    /// What belongs to an address lies in a place of its own.
    private static String key(Address address) {
        return PREFIX + address.uri() + "/";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
