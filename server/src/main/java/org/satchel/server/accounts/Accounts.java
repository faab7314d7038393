// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.accounts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.satchel.model.Address;
import org.satchel.model.Registry;

/// The accounts of an installation.
///
/// A password that was found right is remembered for a while as an HMAC under a key of this process, so that a
/// client that connects often does not
/// cost a derivation each time; a change of the account's verifier makes the memory worthless at once.
public final class Accounts {
    /// Of the passwords that are set now.
    public static final int SCRAM_ITERATIONS = PasswordVerifier.ITERATIONS;

    private static final Pattern BARE_NUMBER = Pattern.compile("[1-9][0-9]{6,14}"); // E.164
    private static final int REMEMBERED_MAX = 100_000;
    private static final Duration REMEMBERED_FOR = Duration.ofMinutes(10);
    /// Derivations at once: the rest of the machine stays free for those who are in.
    private static final int DERIVATIONS_MAX = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);

    private final AccountBook book;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    /// Never fed itself: making one costs more than using one.
    private final Mac memoryMac;
    private final PasswordVerifier nobody;
    private final Semaphore derivations = new Semaphore(DERIVATIONS_MAX);
    private final Map<String, Instant> remembered = Collections.synchronizedMap(new Memory());

    private static final class Memory extends LinkedHashMap<String, Instant> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > REMEMBERED_MAX;
        }
    }

    /// Those of a data folder.
    public Accounts(Path folder, InstantSource clock) {
        this(new FileBook(folder, clock), clock);
    }

    /// Those that all servers over one store share.
    public Accounts(Registry registry, InstantSource clock) {
        this(new SharedBook(registry, clock), clock);
    }

    private Accounts(AccountBook book, InstantSource clock) {
        this.book = book;
        this.clock = clock;
        var key = new byte[32];
        random.nextBytes(key);
        try {
            memoryMac = Mac.getInstance("HmacSHA256");
            memoryMac.init(new SecretKeySpec(key, "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the runtime lacks a mandatory algorithm", e);
        }
        nobody = PasswordVerifier.ofNobody(random);
    }

    /// Adds an account, or sets password and addresses of the one that has the first address.
    ///
    /// @throws IllegalArgumentException when another account has one of the addresses, or the password is unfit
    public void put(List<Address> addresses, String password) throws IOException {
        if (password.isEmpty() || password.length() > 256 || password.chars().anyMatch(c -> c < ' ')) {
            throw new IllegalArgumentException("a password has 1 to 256 characters and no control characters");
        }
        book.put(new Account(addresses, PasswordVerifier.of(password, random)));
    }

    /// Adds an account as it is, with its addresses and its password, or replaces the one of the same box.
    ///
    /// @throws IllegalArgumentException when another account has one of the addresses
    public void put(Account account) throws IOException {
        book.put(account);
    }

    public List<Account> all() {
        return book.all();
    }

    /// @param address in any spelling: a number with or without its plus, a user at a host with or without `sip:`
    // CPM-MSG §2.3
    public Optional<Account> find(String address) {
        return Address.parse(address).or(() -> bare(address.strip())).flatMap(this::find);
    }

    private static Optional<Address> bare(String address) {
        if (BARE_NUMBER.matcher(address).matches()) {
            return Address.parse("+" + address);
        }
        return address.indexOf('@') > 0 && address.indexOf(':') < 0
                ? Address.parse("sip:" + address)
                : Optional.empty();
    }

    public Optional<Account> find(Address address) {
        return book.find(address).or(() -> {
            var other = address.preferringTel();
            return other.equals(address) ? Optional.empty() : book.find(other);
        });
    }

    /// The account with this address and password. An unknown address takes as long as a wrong password.
    public Optional<Account> check(String address, String password) throws InterruptedException {
        var account = find(address);
        var verifier = account.map(Account::verifier).orElse(nobody);
        var memory = memory(verifier, password);
        if (isRemembered(memory)) {
            return account;
        }
        derivations.acquire();
        try {
            if (isRemembered(memory)) {
                return account; // of many requests that came at once, the first has found out
            }
            if (!verifier.accepts(password) || account.isEmpty()) {
                return Optional.empty();
            }
        } finally {
            derivations.release();
        }
        remembered.put(memory, clock.instant().plus(REMEMBERED_FOR));
        return account;
    }

    /// The same without a derivation.
    ///
    /// @return empty when they were not found right a while ago; they may be right all the same
    public Optional<Account> recall(String address, String password) {
        return find(address).filter(account -> isRemembered(memory(account.verifier(), password)));
    }

    private boolean isRemembered(String memory) {
        var until = remembered.get(memory);
        return until != null && clock.instant().isBefore(until);
    }

    private String memory(PasswordVerifier verifier, String password) {
        try {
            var mac = (Mac) memoryMac.clone();
            // Always of one length, and another for each salt and each password.
            mac.update(verifier.storedKey().getBytes(StandardCharsets.US_ASCII));
            return new String(mac.doFinal(password.getBytes(StandardCharsets.UTF_8)), StandardCharsets.ISO_8859_1);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the runtime's HMAC cannot be copied", e);
        }
    }
}
