// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.login;

import java.io.UncheckedIOException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.satchel.imap.Login;
import org.satchel.imap.sasl.CertificateOwners;
import org.satchel.imap.sasl.ScramBook;
import org.satchel.model.BoxId;
import org.satchel.model.StoreFailure;
import org.satchel.server.accounts.Account;
import org.satchel.server.accounts.Accounts;

/// The accounts as the faces ask for them.
public final class Doors implements Login, ScramBook, CertificateOwners {
    private final Accounts accounts;
    private final Opening opening;
    private final List<String> proxies;
    private final Pretence pretence;

    /// @param proxies addresses of accounts that may act for any other: the Participating Function, trusted servers
    public Doors(Accounts accounts, Opening opening, List<String> proxies, Pretence pretence) {
        this.accounts = accounts;
        this.opening = opening;
        this.proxies = List.copyOf(proxies);
        this.pretence = pretence;
    }

    /// How a box is had.
    ///
    /// @param byPassword by an address and a password
    /// @param byKnownPassword the same, when they were found right a while ago
    /// @param byAddress by an address that was vouched for
    public record Opening(
            BiFunction<String, String, Optional<BoxId>> byPassword,
            BiFunction<String, String, Optional<BoxId>> byKnownPassword,
            Function<String, Optional<BoxId>> byAddress) {}

    @Override
    public Optional<BoxId> check(String user, String password) {
        return asking(() -> opening.byPassword().apply(user, password));
    }

    /// The same without any work; empty also when that is needed to tell.
    public Optional<BoxId> recall(String user, String password) {
        return asking(() -> opening.byKnownPassword().apply(user, password));
    }

    @Override
    public Optional<BoxId> boxOf(String address) {
        return asking(() -> accounts.find(address).map(Account::box));
    }

    @Override
    public Optional<BoxId> actAs(BoxId who, String other) {
        return asking(() -> accounts.find(other)
                .map(Account::box)
                .filter(box -> box.equals(who) || isProxy(who))
                .flatMap(_ -> opening.byAddress().apply(other)));
    }

    @Override
    public Entry find(String user) {
        return asking(() -> accounts.find(user)
                .map(account -> new Entry(account.scramKeys(), () -> open(user)))
                .orElseGet(() -> new Entry(pretence.keys(user), Optional::empty)));
    }

    @Override
    public Optional<BoxId> owner(X509Certificate certificate) {
        return asking(() -> CertificateNames.of(certificate).stream()
                .filter(name -> accounts.find(name).isPresent())
                .findFirst()
                .flatMap(opening.byAddress()));
    }

    /// The box of an address that somebody vouched for.
    public Optional<BoxId> open(String address) {
        return asking(() -> opening.byAddress().apply(address));
    }

    private boolean isProxy(BoxId who) {
        return proxies.stream()
                .anyMatch(proxy -> accounts.find(proxy)
                        .filter(account -> account.box().equals(who))
                        .isPresent());
    }

    private static <T> T asking(Supplier<T> question) {
        try {
            return question.get();
        } catch (UncheckedIOException down) {
            throw new StoreFailure.Unavailable("accounts cannot be read: " + down.getMessage());
        }
    }
}
