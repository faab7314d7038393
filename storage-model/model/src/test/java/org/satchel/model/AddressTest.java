// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "+15550100001|tel:+15550100001",
                "tel:+1-555-010-0001|tel:+15550100001",
                "TEL:+1(555)010.0001;phone-context=+1|tel:+15550100001",
                "tel:*21#|tel:*21#",
                "\"Ann\" <tel:+15550100001>;tag=9|tel:+15550100001",
                "<sip:Ann@Example.NET:5060;transport=tcp?subject=x>|sip:Ann@example.net",
                "sips:ann@example.net|sip:ann@example.net",
                "sip:+15550100001;isub=1@ims.example.net;user=phone|sip:+15550100001@ims.example.net",
                "sip:%2B15550100001@ims.example.net|sip:+15550100001@ims.example.net",
                "sip:ann:secret@example.net|sip:ann@example.net",
                "sip:ann@[2001:DB8::1]:5060|sip:ann@[2001:db8::1]",
                "sip:ann@[2001:db8::1]|sip:ann@[2001:db8::1]",
                "  sip:ann@example.net  |sip:ann@example.net"
            })
    void an_address_has_one_canonical_form(String written, String canonical) {
        assertThat(Address.parse(written)).map(Address::uri).contains(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ann",
                "tel:",
                "tel:+",
                "tel:abc",
                "sip:example.net",
                "sip:@example.net",
                "sip:ann@",
                "sip:ann@:5060",
                "sip:ann@b@c",
                "mailto:ann@example.net",
                "sip:a b@example.net",
                "sip:a/b@example.net",
                "sip:ann@example.net:02:05",
                "sip:ann@[2001:db8::1]5060",
                "sip:ann@:5060",
                "+"
            })
    void what_is_no_address_gives_none(String written) {
        assertThat(Address.parse(written)).isEmpty();
    }

    @Test
    void a_sip_address_with_a_global_number_can_be_read_as_that_number() {
        var address = Address.parse("sip:+1-555-0100001@ims.example.net").orElseThrow();
        assertThat(address.preferringTel().uri()).isEqualTo("tel:+15550100001");
        assertThat(Address.parse("sip:ann@example.net")
                        .orElseThrow()
                        .preferringTel()
                        .uri())
                .isEqualTo("sip:ann@example.net");
    }

    @Property(tries = 2000)
    void any_text_gives_a_canonical_address_or_none(@ForAll @StringLength(max = 40) String text) {
        for (var written : new String[] {text, "sip:" + text, "tel:" + text, "sip:a@" + text, "<sip:" + text + "@b>"}) {
            Address.parse(written).ifPresent(address -> {
                assertThat(Address.parse(address.uri())).contains(address);
                assertThat(new BoxId(address.uri()).text()).isEqualTo(address.uri());
            });
        }
    }
}
