// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.webpush;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.satchel.push.Target;

class SealTest {
    // RFC 8291 Appendix A
    private static final String RECEIVER =
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    private static final String AUTH = "BTBZMqHH6r4Tts7J_aSIgg";
    private static final String SENDER_PRIVATE = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw";
    private static final String SENDER_PUBLIC =
            "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8";
    private static final String SALT = "DGv6ra1nlYgDCS1FRnbzlw";

    private static byte[] octets(String base64) {
        return Base64.getUrlDecoder().decode(base64);
    }

    private static Target.WebPush target(String p256dh, String auth) {
        return new Target.WebPush("https://push.example.net/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV", p256dh, auth);
    }

    @Test
    void the_example_of_the_standard_is_reproduced_octet_by_octet() {
        var sender = new KeyPair(P256.publicKey(octets(SENDER_PUBLIC)), P256.privateKey(octets(SENDER_PRIVATE)));
        var sealed = Seal.seal(
                "When I grow up, I want to be a watermelon".getBytes(UTF_8),
                Receiver.of(target(RECEIVER, AUTH)),
                sender,
                octets(SALT));
        // RFC 8291 §5
        assertThat(Base64.getUrlEncoder().withoutPadding().encodeToString(sealed))
                .isEqualTo("DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
                        + "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
                        + "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN");
    }

    @Test
    void what_fits_fills_one_record_and_more_is_refused() {
        var receiver = Receiver.of(target(RECEIVER, AUTH));
        var random = new SecureRandom();
        assertThat(Seal.seal(new byte[Seal.PAYLOAD_BYTES_MAX], receiver, random))
                .hasSizeLessThanOrEqualTo(4_096);
        assertThatThrownBy(() -> Seal.seal(new byte[Seal.PAYLOAD_BYTES_MAX + 1], receiver, random))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothing_is_sealed_twice_under_the_same_key() {
        var receiver = Receiver.of(target(RECEIVER, AUTH));
        var random = new SecureRandom();
        var one = Seal.seal(new byte[1], receiver, random);
        var two = Seal.seal(new byte[1], receiver, random);
        int header = Seal.SALT_BYTES + 5 + P256.POINT_BYTES;
        assertThat(Arrays.copyOf(one, Seal.SALT_BYTES)).isNotEqualTo(Arrays.copyOf(two, Seal.SALT_BYTES));
        assertThat(Arrays.copyOfRange(one, Seal.SALT_BYTES + 5, header))
                .isNotEqualTo(Arrays.copyOfRange(two, Seal.SALT_BYTES + 5, header));
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                RECEIVER + ", '', auth",
                RECEIVER + ", BTBZMqHH6r4Tts7J_aSIggAA, auth",
                RECEIVER + ", BTBZ*, auth",
                "'', " + AUTH + ", p256dh",
                "BCVxsr7N_eNg, " + AUTH + ", p256dh",
                "ACVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4, " + AUTH
                        + ", p256dh",
                "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw8, " + AUTH
                        + ", p256dh"
            })
    void a_key_that_is_none_is_refused_by_name(String p256dh, String auth, String member) {
        assertThatThrownBy(() -> Receiver.of(target(p256dh, auth)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(member);
    }

    @Test
    void keys_are_read_in_both_alphabets_with_and_without_padding() {
        var plain = Receiver.of(target(RECEIVER, AUTH));
        var other = Receiver.of(target(RECEIVER.replace('-', '+').replace('_', '/') + "=", AUTH + "=="));
        assertThat(other.key()).isEqualTo(plain.key());
        assertThat(other.auth().copy()).isEqualTo(plain.auth().copy());
    }

    @Test
    void secrets_are_not_shown() {
        var target = target(RECEIVER, AUTH);
        assertThat(target + " " + Receiver.of(target)).doesNotContain(AUTH, RECEIVER, "JzLQ3raZ");
    }
}
