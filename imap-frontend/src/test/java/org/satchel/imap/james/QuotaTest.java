// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.satchel.imap.james.ImapStage.message;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.imap.TestClient;
import org.satchel.model.Actor;
import org.satchel.model.Quota;

/// Limits of a box, as clients hear of them.
@Timeout(300)
class QuotaTest {
    private final ImapStage stage = new ImapStage();
    private TestClient client;

    @BeforeEach
    void login() throws IOException {
        client = stage.login();
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    // RFC 9208 §4.2.1, §5.1
    @Test
    void storage_is_told_in_units_of_1024_bytes() throws IOException {
        limit(new Quota(5 * 1024 + 1023, 7));
        client.append("INBOX", message("x", "x\r\n"));
        assertThat(client.expectOk("GETQUOTA \"\"").only()).isEqualTo("* QUOTA \"\" (STORAGE 1 5 MESSAGE 1 7)");
        assertThat(client.expectOk("GETQUOTAROOT INBOX").lines())
                .containsExactly("* QUOTAROOT \"INBOX\" \"\"", "* QUOTA \"\" (STORAGE 1 5 MESSAGE 1 7)");
    }

    @Test
    void a_resource_without_a_limit_is_not_told() throws IOException {
        limit(new Quota(Long.MAX_VALUE, 7));
        assertThat(client.expectOk("GETQUOTA \"\"").only()).isEqualTo("* QUOTA \"\" (MESSAGE 0 7)");
        limit(Quota.UNLIMITED);
        assertThat(client.expectOk("GETQUOTA \"\"").only()).isEqualTo("* QUOTA \"\" ()");
    }

    // RFC 9208 §4.3.1
    @Test
    void what_does_not_fit_is_refused_and_leaves_nothing() throws IOException {
        limit(new Quota(Long.MAX_VALUE, 1));
        client.append("INBOX", message("x", "x\r\n"));
        client.expectOk("SELECT INBOX");
        assertThat(client.ask("COPY 1 INBOX").last()).startsWith("NO [OVERQUOTA]");
        assertThat(client.expectOk("STATUS INBOX (MESSAGES)").only()).isEqualTo("* STATUS INBOX (MESSAGES 1)");
    }

    @Test
    void a_client_sets_no_limits() throws IOException {
        limit(new Quota(Long.MAX_VALUE, 7));
        assertThat(client.ask("SETQUOTA \"\" (MESSAGE 9)").last()).startsWith("NO [NOPERM]");
        assertThat(client.ask("SETQUOTA \"other\" (MESSAGE 9)").last()).startsWith("NO [NONEXISTENT]");
        assertThat(client.expectOk("GETQUOTA \"\"").only()).isEqualTo("* QUOTA \"\" (MESSAGE 0 7)");
    }

    private void limit(Quota quota) {
        stage.box.write(Actor.owner(stage.box.id()), tx -> tx.setQuota(quota));
    }
}
