// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.satchel.imap.TestClient;
import org.satchel.model.FolderPath;
import org.satchel.model.Right;

/// Rights that end, set and read as metadata.
// CPM-MSG §7.3, §11.11
@Timeout(300)
class ExpiryTest {
    private static final String ENTRY = "/shared/vendor/oma/cpm-2.2/acl-expiry/" + ImapStage.OTHER;
    private static final Instant LATE = Instant.parse("2126-06-30T00:00:00Z");
    private static final String OWNER = "* ACL \"Trip\" \"" + ImapStage.USER + "\" lrswipkxtea012cd";

    private final ImapStage stage = new ImapStage();
    private TestClient client;

    @BeforeEach
    void share() throws IOException {
        client = stage.login();
        client.expectOk("CREATE Trip");
        client.expectOk("SETACL Trip " + ImapStage.OTHER + " lr");
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void rights_end_when_the_entry_says_so() throws IOException {
        client.expectOk("SETMETADATA Trip (" + ENTRY + " \"2126-06-30T02:00:00+02:00\")");
        assertThat(client.expectOk("GETMETADATA Trip " + ENTRY).only())
                .isEqualTo("* METADATA \"Trip\" (" + ENTRY + " \"2126-06-30T00:00:00Z\")");
        assertThat(rights(LATE.minusMillis(1))).isEqualTo("lr");
        assertThat(rights(LATE)).isEmpty();
    }

    @Test
    void what_has_ended_is_told_to_nobody() throws IOException {
        client.expectOk("SETMETADATA Trip (" + ENTRY + " \"2020-01-01T00:00:00Z\")");
        assertThat(client.expectOk("GETACL Trip").only()).isEqualTo(OWNER);
        assertThat(client.expectOk("GETMETADATA Trip " + ENTRY).only()).endsWith("(" + ENTRY + " NIL)");
        // new rights do not begin with an old end
        client.expectOk("SETACL Trip " + ImapStage.OTHER + " +l");
        assertThat(rights(LATE)).isEqualTo("l");
    }

    @Test
    void other_rights_keep_the_same_end_and_nil_takes_it_away() throws IOException {
        client.expectOk("SETMETADATA Trip (" + ENTRY + " \"2126-06-30T00:00:00Z\")");
        client.expectOk("SETACL Trip " + ImapStage.OTHER + " +s");
        assertThat(rights(LATE.minusMillis(1))).isEqualTo("lrs");
        assertThat(rights(LATE)).isEmpty();
        client.expectOk("SETMETADATA Trip (" + ENTRY + " NIL)");
        assertThat(rights(LATE)).isEqualTo("lrs");
    }

    @Test
    void an_end_needs_rights_and_a_time() throws IOException {
        assertThat(client.ask("SETMETADATA Trip (" + ENTRY + " \"tomorrow\")").last())
                .startsWith("NO [CANNOT]");
        assertThat(client.ask("SETMETADATA Trip (" + ENTRY + "9 \"2126-06-30T00:00:00Z\")")
                        .last())
                .startsWith("NO [NONEXISTENT]");
        client.expectOk("DELETEACL Trip " + ImapStage.OTHER);
        assertThat(client.ask("SETMETADATA Trip (" + ENTRY + " \"2126-06-30T00:00:00Z\")")
                        .last())
                .startsWith("NO [NONEXISTENT]");
        assertThat(client.expectOk("GETACL Trip").only()).isEqualTo(OWNER);
    }

    @Test
    void all_ends_are_listed_below_one_entry() throws IOException {
        client.expectOk("SETMETADATA Trip (" + ENTRY + " \"2126-06-30T00:00:00Z\")");
        assertThat(client.expectOk("GETMETADATA (DEPTH 1) Trip /shared/vendor/oma/cpm-2.2/acl-expiry")
                        .only())
                .contains(ENTRY + " \"2126-06-30T00:00:00Z\"");
    }

    private String rights(Instant at) {
        var view = stage.box.view();
        var folder = view.folder(new FolderPath("Trip")).orElseThrow();
        return Right.letters(view.rights(ImapStage.OTHER, folder.id(), at));
    }
}
