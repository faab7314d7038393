// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.satchel.model.CorrelationTag;
import org.satchel.model.Envelope.Mailbox;

class FieldsTest {
    private static final String HI_RECEIVED = "2fba54311320e07f";
    private static final String HI_SENT = "24ac7e536b5da16a";
    private static final String HI_SHORT_CODE = "f2d991f50473e6e6";

    /// Each address as `name~mailbox~host`; `-` is null.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ann@example.net|-~ann~example.net",
                "Ann Lee <ann@example.net>|Ann Lee~ann~example.net",
                "\"Lee, \\\"Ann\\\"\" <ann@example.net>|Lee, \"Ann\"~ann~example.net",
                "ann@example.net (Ann Lee)|Ann Lee~ann~example.net",
                "=?utf-8?q?J=C3=BC?= <j@x>|=?utf-8?q?J=C3=BC?=~j~x",
                "tel:+15550100001|-~tel:+15550100001~",
                "<tel:+15550100001>|-~tel:+15550100001~",
                "Ann <sip:ann@example.net;user=phone>|Ann~sip:ann~example.net;user=phone",
                "sip:ann@example.net;user=phone|-~sip:ann~example.net;user=phone",
                "tel:+1, tel:+2|-~tel:+1~ -~tel:+2~",
                "tel:+1;phone-context=x, b@y|-~tel:+1;phone-context=x~ -~b~y",
                "friends: a@x, b@y;|-~friends~- -~a~x -~b~y -~-~-",
                "undisclosed-recipients:;|-~undisclosed-recipients~- -~-~-",
                "\"my friends\": a@x;, c@z|-~my friends~- -~a~x -~-~- -~c~z",
                "open: a@x|-~open~- -~a~x -~-~-",
                "a@x; b@y|-~a~x -~b~y",
                "<@r1,@r2:ann@example.net>|-~ann~example.net",
                "nobody|-~nobody~",
                "<>|-~~",
                ", ,|``",
                "\"quoted local\"@example.net|-~quoted local~example.net",
                "Ann <ann@example.net|Ann~ann~example.net"
            })
    void addresses_are_read_leniently(String field, String expected) {
        assertThat(AddressList.parse(field).stream().map(FieldsTest::shown).collect(Collectors.joining(" ")))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "text/plain|text/plain",
                "text/plain; charset=utf-8|text/plain charset=utf-8",
                "text/plain ; charset = \"a;b\\\"c\" ; x=y|text/plain charset=a;b\"c x=y",
                "text/plain (comment; charset=no); charset=yes|text/plain charset=yes",
                "multipart/related;boundary=\"b0\";|multipart/related boundary=b0",
                "a/b; novalue; x=1|a/b x=1",
                "a/b; x*1=B; x*0=A; x*3=D|a/b x=AB",
                "a/b; x*0*=utf-8''%C3; x*1=\"plain text\"|a/b x*=utf-8''%C3plain%20text",
                "a/b; =x; y=2|a/b y=2",
                "a/b; x=\"open|a/b x=open"
            })
    void parameters_are_read_leniently(String field, String expected) {
        var parsed = StructuredField.parse(field);
        var shown = new StringBuilder(parsed.value());
        parsed.parameters()
                .forEach(p -> shown.append(' ').append(p.name()).append('=').append(p.value()));
        assertThat(shown).hasToString(expected);
    }

    @Test
    void sms_are_correlated_by_text_as_devices_do_it() {
        assertThat(Correlation.correlator("Dinner?")).isEqualTo("Dinner?");
        assertThat(Correlation.correlator("Grüße")).isEqualTo("=?utf-8?b?R3LDvMOfZQ==?=");
        assertThat(Correlation.correlator("a\r\n" + "b".repeat(200))).isEqualTo("a  " + "b".repeat(157));
    }

    @Test
    void sms_tags_are_the_first_eight_bytes_of_the_hash_without_leading_zeros() {
        // printf '%s' ':::+15550100042::Hi' | md5sum and so on
        assertThat(CorrelationTag.of("tel:+15550100042", false, "Hi")).isEqualTo(HI_RECEIVED);
        assertThat(CorrelationTag.of("5550100042", true, "Hi")).isEqualTo(HI_SENT);
        assertThat(CorrelationTag.of("15550100042", true, "Hi")).isEqualTo(HI_SENT);
        assertThat(CorrelationTag.of("7726", true, "Hi")).isEqualTo(HI_SHORT_CODE);
        assertThat(Samples.summarise(Samples.SMS).correlationTag())
                .isEqualTo(CorrelationTag.of("+15550100042", false, "Grüße"));
        assertThat(Samples.summarise(Samples.CHAT).correlationTag()).isEmpty();
    }

    private static String shown(Mailbox mailbox) {
        return orDash(mailbox.name()) + "~" + orDash(mailbox.mailbox()) + "~" + orDash(mailbox.host());
    }

    private static String orDash(String text) {
        return text == null ? "-" : text;
    }
}
