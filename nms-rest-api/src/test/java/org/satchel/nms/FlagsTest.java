// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FlagsTest {
    private final Rest rest = new Rest();
    private String flags = "";

    @BeforeEach
    void clear() {
        rest.clear();
        flags = rest.upload(Rest.chat("f", "x")).created() + "/flags";
    }

    @AfterAll
    void close() {
        rest.close();
    }

    @Test
    void one_flag_is_set_asked_for_and_cleared() {
        assertThat(rest.put(flags + "/%5CSeen", "").status()).isEqualTo(201);
        assertThat(rest.put(flags + "/%5CSeen", "").status()).isEqualTo(201);
        assertThat(rest.get(flags + "/%5Cseen").status()).isEqualTo(204);
        assertThat(rest.put(flags + "/%24CNS-Greeting-On", "").status()).isEqualTo(201);
        assertThat(names()).isEqualTo("[\"\\\\Seen\",\"$CNS-Greeting-On\"]");
        assertThat(rest.delete(flags + "/%5CSeen").status()).isEqualTo(204);
        assertThat(rest.get(flags + "/%5CSeen").status()).isEqualTo(404);
        assertThat(rest.put(flags + "/%5CNoSuchFlag", "").status()).isEqualTo(400);
        assertThat(rest.put(rest.url("/objects/o99/flags/%5CSeen"), "").status())
                .isEqualTo(404);
    }

    @Test
    void recent_is_the_opposite_of_seen() {
        assertThat(names()).isEqualTo("[\"\\\\Recent\"]");
        rest.put(flags + "/%5CSeen", "");
        assertThat(names()).isEqualTo("[\"\\\\Seen\"]");
        // OMA NMS §13.35
        assertThat(rest.put(flags + "/Recent", "").status()).isEqualTo(201);
        assertThat(names()).isEqualTo("[\"\\\\Recent\"]");
        assertThat(rest.delete(flags + "/%5CRecent").status()).isEqualTo(204);
        assertThat(names()).isEqualTo("[\"\\\\Recent\"]");
        rest.put(flags, "{\"flagList\":{\"flag\":[\"\\\\Recent\",\"\\\\Seen\"]}}");
        assertThat(names()).isEqualTo("[\"\\\\Seen\"]");
    }

    @Test
    void all_flags_are_replaced_with_or_without_the_root_member() {
        var answer = rest.put(flags, "{\"flagList\":{\"flag\":[\"\\\\Seen\",\"\\\\Flagged\"]}}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/flagList/flag").toString()).isEqualTo("[\"\\\\Seen\",\"\\\\Flagged\"]");
        assertThat(answer.json().at("/flagList/resourceURL").textValue()).isEqualTo(flags);

        rest.put(flags, "{\"flag\":\"\\\\Answered\"}");

        assertThat(names()).isEqualTo("[\"\\\\Answered\",\"\\\\Recent\"]");
        assertThat(rest.put(flags, "{\"flagList\":{\"flag\":[\"a b\"]}}").status())
                .isEqualTo(400);
    }

    @Test
    void a_change_raises_the_mod_sequence_and_no_change_does_not() {
        long before = rest.box().view().modSeq().number();
        rest.put(flags + "/%5CSeen", "");
        rest.put(flags + "/%5CSeen", "");

        assertThat(rest.box().view().modSeq().number()).isEqualTo(before + 1);
        assertThat(rest.get(flags.replace("/flags", ""))
                        .json()
                        .at("/object/lastModSeq")
                        .longValue())
                .isEqualTo(before + 1);
    }

    private String names() {
        return rest.get(flags).json().at("/flagList/flag").toString();
    }
}
