// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.satchel.model.Address;
import org.satchel.model.BoxId;

class AccountsTest {
    private static final Address TEL = new Address("tel:+15550100001");
    private static final Address SIP = new Address("sip:ann@example.net");

    @TempDir
    Path folder;

    private Accounts accounts;

    @BeforeEach
    void open() {
        accounts = new Accounts(folder, InstantSource.system());
    }

    @Test
    void any_address_of_the_account_logs_in_to_the_box_named_by_the_first() throws Exception {
        accounts.put(List.of(TEL, SIP), "secret");
        var box = new BoxId("tel:+15550100001");
        assertThat(accounts.check("tel:+15550100001", "secret").map(Account::box))
                .contains(box);
        assertThat(accounts.check("+1-555-010-0001", "secret").map(Account::box))
                .contains(box);
        assertThat(accounts.check("sip:ann@EXAMPLE.net", "secret").map(Account::box))
                .contains(box);
        assertThat(accounts.check("sip:+15550100001@ims.example.net;user=phone", "secret")
                        .map(Account::box))
                .contains(box);
    }

    @Test
    void a_wrong_password_an_unknown_address_and_nonsense_are_refused_alike() throws Exception {
        accounts.put(List.of(TEL), "secret");
        assertThat(accounts.check("tel:+15550100001", "Secret")).isEmpty();
        assertThat(accounts.check("tel:+15550100002", "secret")).isEmpty();
        assertThat(accounts.check("ann", "secret")).isEmpty();
        assertThat(accounts.check("ann", "")).isEmpty();
    }

    @Test
    void another_process_adds_an_account_and_it_is_there_at_once() throws Exception {
        assertThat(accounts.find(TEL)).isEmpty();
        new Accounts(folder, InstantSource.system()).put(List.of(TEL), "secret");
        assertThat(accounts.check("tel:+15550100001", "secret")).isPresent();
    }

    @Test
    void a_changed_password_is_the_only_one_that_counts_even_when_the_old_was_remembered() throws Exception {
        accounts.put(List.of(TEL), "old");
        assertThat(accounts.check(TEL.uri(), "old")).isPresent();
        var clock = new Accounts(folder, () -> InstantSource.system().instant().plusSeconds(1));
        clock.put(List.of(TEL), "new");
        assertThat(clock.check(TEL.uri(), "new")).isPresent();
        assertThat(clock.check(TEL.uri(), "old")).isEmpty();
        assertThat(clock.all()).hasSize(1);
    }

    @Test
    void a_changed_password_counts_also_when_the_clock_was_set_back() throws Exception {
        var now = new AtomicReference<>(InstantSource.system().instant());
        var here = new Accounts(folder, now::get);
        here.put(List.of(TEL), "old");
        assertThat(here.check(TEL.uri(), "old")).isPresent();
        now.updateAndGet(time -> time.minusSeconds(3_600));
        new Accounts(folder, now::get).put(List.of(TEL), "new");
        assertThat(here.check(TEL.uri(), "old")).isEmpty();
        assertThat(here.check(TEL.uri(), "new")).isPresent();
    }

    @Test
    void an_address_belongs_to_one_account() throws IOException {
        accounts.put(List.of(TEL, SIP), "secret");
        assertThatThrownBy(() -> accounts.put(List.of(new Address("tel:+15550100002"), SIP), "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sip:ann@example.net belongs to tel:+15550100001");
    }

    @Test
    void the_file_holds_no_password_and_is_readable_by_its_owner_only() throws IOException {
        accounts.put(List.of(TEL), "open sesame");
        var file = folder.resolve("accounts");
        assertThat(Files.readString(file)).doesNotContain("sesame").startsWith("SCRAM-SHA-256$100000:");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void a_damaged_file_is_named_with_its_line() throws IOException {
        Files.writeString(folder.resolve("accounts"), "\nrubbish tel:+1\n");
        assertThatThrownBy(accounts::all).hasMessageContaining("accounts:2: ");
    }

    @Test
    @Timeout(300)
    void writers_at_the_same_time_lose_nothing() throws Exception {
        try (var pool = Executors.newFixedThreadPool(4)) {
            var writes = IntStream.range(0, 12)
                    .mapToObj(i -> pool.submit(() -> {
                        var address = new Address("tel:+1555010%04d".formatted(i));
                        new Accounts(folder, InstantSource.system()).put(List.of(address), "p");
                        return address;
                    }))
                    .toList();
            for (var write : writes) {
                write.get();
            }
        }
        assertThat(new Accounts(folder, InstantSource.system()).all()).hasSize(12);
    }

    /// The vector of RFC 7677 §3.
    @Test
    void the_verifier_is_the_one_of_scram_sha_256() {
        var verifier = PasswordVerifier.parse("SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$"
                + "WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=");
        assertThat(verifier.accepts("pencil")).isTrue();
        assertThat(verifier.accepts("pencils")).isFalse();
    }
}
