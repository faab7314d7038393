// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.satchel.model.Change;
import org.satchel.model.Deposit;
import org.satchel.model.Quota;
import org.satchel.model.StoreFailure;

/// Quota and usage.
interface QuotaContract extends Engine {
    @Test
    default void deposits_and_copies_stop_at_the_quota_of_bytes(Stage stage) {
        var inbox = stage.inbox().id();
        stage.write(tx -> tx.setQuota(new Quota(1000, 100)));
        stage.reopen();
        var entry = stage.deposit(inbox, SampleMessages.noise(600, 1), Deposit.PLAIN);
        assertThat(stage.view().usage()).isEqualTo(new Quota.Usage(600, 1));
        assertThatThrownBy(() -> stage.deposit(inbox, SampleMessages.noise(401, 2), Deposit.PLAIN))
                .isInstanceOf(StoreFailure.OverQuota.class);
        assertThatThrownBy(() -> stage.write(tx -> tx.copy(inbox, List.of(entry.uid()), inbox)))
                .isInstanceOf(StoreFailure.OverQuota.class);
        stage.deposit(inbox, SampleMessages.noise(400, 3), Deposit.PLAIN);
        stage.write(tx -> tx.move(inbox, List.of(entry.uid()), inbox));
        stage.reopen();
        assertThat(stage.view().usage()).isEqualTo(new Quota.Usage(1000, 2));
    }

    @Test
    default void deposits_stop_at_the_quota_of_objects_until_some_are_removed(Stage stage) {
        var inbox = stage.inbox().id();
        stage.write(tx -> tx.setQuota(new Quota(1_000_000, 2)));
        var one = stage.deposit(inbox, "one");
        stage.deposit(inbox, "two");
        assertThatThrownBy(() -> stage.deposit(inbox, "three")).isInstanceOf(StoreFailure.OverQuota.class);
        stage.write(tx -> tx.remove(inbox, List.of(one.uid()), Change.Cause.REMOVED));
        stage.deposit(inbox, "three");
        assertThat(stage.inbox().count()).isEqualTo(2);
    }

    @Test
    default void a_quota_below_what_is_used_refuses_only_more(Stage stage) {
        var inbox = stage.inbox().id();
        var entry = stage.deposit(inbox, "one");
        stage.write(tx -> tx.setQuota(new Quota(1, 0)));
        stage.reopen();
        assertThat(stage.view().quota()).isEqualTo(new Quota(1, 0));
        assertThat(stage.entries(inbox)).containsExactly(entry);
        assertThatThrownBy(() -> stage.deposit(inbox, "two")).isInstanceOf(StoreFailure.OverQuota.class);
    }
}
