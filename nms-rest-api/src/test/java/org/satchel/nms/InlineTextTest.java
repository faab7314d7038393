// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.satchel.nms.settings.Profile;

/// Small texts that come with their object.
// OMA NMS §5.1
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class InlineTextTest {
    private static final int BYTES_MAX = 100;

    private final Rest rest = new Rest(Rest.loopback().withProfile(Profile.DEFAULT.withInlineText(BYTES_MAX)));

    @BeforeEach
    void clear() {
        rest.clear();
    }

    @AfterAll
    void close() {
        rest.close();
    }

    @Test
    void small_texts_come_with_their_object_whatever_their_charset_and_encoding() {
        var object = rest.upload(
                        Rest.chat("t", ""),
                        Rest.attachment("text/plain; charset=iso-8859-1", "a", "grün".getBytes(ISO_8859_1)),
                        Rest.attachment("TEXT/vcard", "b", Rest.ascii("BEGIN:VCARD\nEND:VCARD\n")),
                        Rest.attachment("image/png", "c", Rest.ascii("no text")))
                .created();

        var parts = rest.get(object).json().at("/object/payloadPart");

        assertThat(parts.at("/0/content").asText()).isEqualTo("grün");
        // It has bare line ends, so it is stored in base64.
        assertThat(parts.at("/1/content").asText()).isEqualTo("BEGIN:VCARD\nEND:VCARD\n");
        assertThat(parts.at("/2").has("content")).isFalse();
        var found = rest.post(rest.url("/objects/operations/search"), "{\"selectionCriteria\":{\"maxEntries\":10}}")
                .json()
                .at("/objectList/object/0/payloadPart");
        assertThat(found).isEqualTo(parts);
        var xml = rest.get(object + "?resFormat=XML").text();
        assertThat(xml).contains("<content>grün</content>");
    }

    @Test
    void what_is_written_in_quoted_printable_is_told_in_letters() {
        var id = rest.deposit("Default", """
                Subject: x
                MIME-Version: 1.0
                Content-Type: text/plain; charset=iso-8859-1
                Content-Transfer-Encoding: quoted-printable

                K=E4se""".replace("\n", "\r\n"));
        assertThat(part(rest.url("/objects/o" + id.number())).path("content").asText())
                .isEqualTo("Käse");
    }

    @Test
    void all_texts_of_an_object_together_are_small() {
        var full = rest.upload(Rest.chat("f", "x".repeat(BYTES_MAX))).created();
        var over = rest.upload(Rest.chat("o", "x".repeat(BYTES_MAX + 1))).created();
        assertThat(part(full).path("content").asText()).hasSize(BYTES_MAX);
        assertThat(part(over).has("content")).isFalse();
        var two = rest.upload(
                        Rest.chat("2", ""),
                        Rest.attachment("text/plain", "a", Rest.ascii("x".repeat(60))),
                        Rest.attachment("text/plain", "b", Rest.ascii("y".repeat(60))),
                        Rest.attachment("text/plain", "c", Rest.ascii("z".repeat(40))))
                .created();
        var parts = rest.get(two).json().at("/object/payloadPart");
        assertThat(parts.findValuesAsText("content")).containsExactly("x".repeat(60), "z".repeat(40));
    }

    @Test
    void as_shipped_nothing_comes_with_its_object() {
        for (var profile : new Profile[] {Profile.DEFAULT, Profile.ATT_STYLE, Profile.TMO_STYLE}) {
            try (var shipped = new Rest(Rest.loopback().withProfile(profile))) {
                var object = shipped.upload(Rest.chat("s", "short")).created();
                assertThat(shipped.get(object)
                                .json()
                                .at("/object/payloadPart/0")
                                .has("content"))
                        .as(profile.name())
                        .isFalse();
            }
        }
    }

    private JsonNode part(String object) {
        return rest.get(object).json().at("/object/payloadPart/0");
    }
}
