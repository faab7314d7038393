// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

// CPM-MSG §4
class ConversationsTest {
    @Test
    void a_party_has_one_folder_however_its_address_is_written() {
        for (var spelling : List.of("tel:+15550100042", "TEL:+1-555-010-0042;cpc=ordinary", "<tel:+1(555)0100042>")) {
            assertThat(folder(spelling)).as(spelling).isEqualTo("Default/tel:+15550100042");
        }
        for (var spelling : List.of(
                "sip:Bot7@chat.example.net",
                "SIP:Bot7@Chat.Example.NET;transport=tcp",
                "sips:Bot7@chat.example.net?x=y")) {
            assertThat(folder(spelling)).as(spelling).isEqualTo("Default/sip:Bot7@chat.example.net");
        }
    }

    @Test
    void the_party_is_read_from_the_name_again() {
        for (var address : List.of("tel:+15550100042", "sip:bot%2A7@chat.example.net", "tel:*100#")) {
            var party = Address.parse(address).orElseThrow();
            assertThat(Conversations.peer(Conversations.with(party))).contains(party);
        }
        assertThat(Conversations.peer(new FolderPath("Default/7b1c"))).isEmpty();
        assertThat(Conversations.peer(new FolderPath("RCSMessageStore/tel:+15550100042")))
                .isEmpty();
    }

    @Test
    void who_withholds_who_he_is_has_the_anonymous_conversation() {
        assertThat(folder("sip:anonymous@anonymous.invalid")).isEqualTo("Default/anonymous");
    }

    @Test
    void what_a_name_cannot_hold_is_escaped() {
        assertThat(Conversations.name("a/b")).isEqualTo("a%2Fb");
        assertThat(Conversations.name("100%*\"\\\r\n")).isEqualTo("100%25%2A%22%5C%0D%0A");
        assertThat(Conversations.name("(two words) {3}")).isEqualTo("%28two%20words%29%20%7B3}");
        assertThat(Conversations.name("Ünal")).isEqualTo("%C3%9Cnal");
        assertThat(Conversations.name("7b1c.0-f~6_a=d1")).isEqualTo("7b1c.0-f~6_a=d1");
        assertThat(Conversations.session("c/1", "k 2").text()).isEqualTo("Default/c%2F1/k%202");
    }

    @Test
    void long_ids_are_cut_and_stay_different() {
        var one = Conversations.name("x".repeat(400) + "1");
        var other = Conversations.name("x".repeat(400) + "2");
        assertThat(one).hasSize(Conversations.NAME_LENGTH_MAX).isNotEqualTo(other);
        assertThat(Conversations.name("/".repeat(400))).doesNotContainPattern("%($|[^0-9A-F]|[0-9A-F]($|[^0-9A-F]))");
    }

    @Property
    void every_id_names_a_folder_that_may_be_there(@ForAll @StringLength(min = 1, max = 300) String id) {
        assertThat(Conversations.isLegal(Conversations.session(id, id))).isTrue();
        assertThat(Conversations.isLegal(Conversations.session("tel:" + id, "SIP:" + id)))
                .isTrue();
        assertThat(Conversations.name(id)).hasSizeLessThanOrEqualTo(Conversations.NAME_LENGTH_MAX);
    }

    @Test
    void levels_are_told_apart() {
        assertThat(Conversations.level(new FolderPath("Default"))).isEqualTo(Conversations.Level.OUTSIDE);
        assertThat(Conversations.level(new FolderPath("Defaults/a"))).isEqualTo(Conversations.Level.OUTSIDE);
        assertThat(Conversations.level(new FolderPath("Default/a"))).isEqualTo(Conversations.Level.CONVERSATION);
        assertThat(Conversations.level(new FolderPath("Default/a/b"))).isEqualTo(Conversations.Level.SESSION);
        assertThat(Conversations.level(new FolderPath("Default/a/b/c"))).isEqualTo(Conversations.Level.BELOW);
    }

    private static String folder(String address) {
        return Conversations.with(Address.parse(address).orElseThrow()).text();
    }
}
