// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.satchel.imap.Login;
import org.satchel.model.BoxId;

/// SCRAM-SHA-256 with the example of its standard.
class ScramTest {
    // RFC 7677 §3: user "user", password "pencil"; the keys are what RFC 5802 §3 makes of them
    private static final ScramKeys KEYS = new ScramKeys(
            4096,
            "W22ZaJ0SNY7soEsUEjb6gQ==",
            "WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=",
            "wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=");
    private static final String FIRST = "n,,n=user,r=rOprNGfwEbeRWgbNEkqO";
    private static final String NONCE = "rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    private static final String PROOF = "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
    private static final BoxId BOX = new BoxId("tel:+15550100001");
    private static final BoxId OTHER = new BoxId("tel:+15550100002");

    private final Login login = new Login() {
        @Override
        public Optional<BoxId> check(String user, String password) {
            return Optional.empty();
        }

        @Override
        public Optional<BoxId> actAs(BoxId who, String other) {
            return other.equals("a,b") ? Optional.of(OTHER) : Optional.empty();
        }
    };
    private boolean known = true;
    private final Scram scram = Scram.unbound(
            _ -> new ScramBook.Entry(KEYS, () -> known ? Optional.of(BOX) : Optional.empty()),
            login,
            () -> "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0");

    private static Step decided(Step step) {
        return step instanceof Step.Claim claim ? claim.decision().get() : step;
    }

    @Test
    void the_example_of_the_standard_logs_in() {
        var exchange = scram.begin(Line.CLEAR);
        assertThat(exchange.next(FIRST))
                .isEqualTo(new Step.Challenge("r=" + NONCE + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"));
        var claim = (Step.Claim) exchange.next("c=biws,r=" + NONCE + ",p=" + PROOF);
        assertThat(claim.name()).isEqualTo("user");
        assertThat(claim.decision().get())
                .isEqualTo(new Step.Challenge("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="));
        assertThat(exchange.next("")).isEqualTo(new Step.Accepted(BOX, BOX));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c=biws,r=" + NONCE + ",p=eHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
                "c=biws,r=" + NONCE + ",p=",
                "c=biws,r=" + NONCE + ",p=!!!",
                "c=biws,r=" + NONCE + ",p=AAAA",
                "c=biws,r=" + NONCE + "x,p=" + PROOF,
                "c=biws,r=rOprNGfwEbeRWgbNEkqO,p=" + PROOF,
                "c=eSws,r=" + NONCE + ",p=" + PROOF,
                "c=biws,r=" + NONCE,
                "r=" + NONCE + ",c=biws,p=" + PROOF,
                ""
            })
    void a_wrong_end_is_refused(String last) {
        var exchange = scram.begin(Line.CLEAR);
        exchange.next(FIRST);
        assertThat(decided(exchange.next(last))).isEqualTo(Step.wrong());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "n",
                "n,",
                "n,,",
                "n,,n=user",
                "n,,n=,r=abc",
                "n,,n=user,r=",
                "n,,r=abc,n=user",
                "n,,m=x,n=user,r=abc",
                "n,,n=us=er,r=abc",
                "n,b=x,n=user,r=abc",
                "x,,n=user,r=abc",
                "p=,,n=user,r=abc",
                "p=tls-exporter,,n=user,r=abc",
                "n,,n=user,r=a\u0001c"
            })
    void a_wrong_beginning_is_refused(String first) {
        assertThat(scram.begin(Line.CLEAR).next(first)).isEqualTo(Step.wrong());
    }

    @Test
    void for_a_name_that_nobody_has_the_talk_is_the_same_until_its_end() {
        known = false;
        var exchange = scram.begin(Line.CLEAR);
        assertThat(exchange.next(FIRST)).isInstanceOf(Step.Challenge.class);
        assertThat(decided(exchange.next("c=biws,r=" + NONCE + ",p=" + PROOF))).isEqualTo(Step.wrong());
    }

    @Test
    void a_client_that_acts_for_another_is_asked_about() {
        var exchange = scram.begin(Line.CLEAR);
        assertThat(exchange.next("n,a=a=2Cb,n=user,r=rOprNGfwEbeRWgbNEkqO")).isInstanceOf(Step.Challenge.class);
        // the header is part of what is repeated, so the proof of the example no longer fits
        assertThat(decided(exchange.next("c=biws,r=" + NONCE + ",p=" + PROOF))).isEqualTo(Step.wrong());
        assertThat(decided(exchange.next("c=bixhPWE9MkNiLA==,r=" + NONCE + ",p=" + PROOF)))
                .isEqualTo(Step.wrong());
    }

    @Test
    void the_keys_do_not_show_in_logs() {
        assertThat(KEYS.toString()).doesNotContain(KEYS.storedKey()).doesNotContain(KEYS.serverKey());
    }
}
