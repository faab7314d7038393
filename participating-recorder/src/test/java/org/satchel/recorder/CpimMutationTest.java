// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Mutated CPIM: it is taken or refused, and nothing else ever happens.
@Timeout(900)
class CpimMutationTest {
    private static final List<Octets> SEEDS = List.of(
            Octets.of(Sample.cpim("m-1", "hello")),
            Octets.of(Sample.imdn("n-1", "m-1", "display", "displayed")),
            Octets.of("Content-Type: message/cpim\r\n\r\n" + Sample.cpim("m-1", "hello")),
            Octets.of(Sample.cpim("m-1", "--b\r\n\r\none\r\n--b--\r\n")
                    .replace("text/plain; charset=utf-8", "multipart/mixed; boundary=b")));

    /// What strangers' bytes like to hold.
    private static final List<Octets> TOKENS = List.of(
            Octets.of("\r\n"),
            Octets.of("\r\n\r\n"),
            Octets.of("\n"),
            Octets.of(":"),
            Octets.of("<"),
            Octets.of("\\u"),
            Octets.of("\u0000"),
            Octets.of("imdn."),
            Octets.of("NS: imdn <"),
            Octets.of("Content-Type: "),
            Octets.of("multipart/mixed; boundary=\""),
            Octets.of("<!DOCTYPE a [<!ENTITY b \"c\">]>"),
            Octets.of("=?utf-8?B?"),
            Octets.of("ü"));

    @Test
    void mutated_messages_are_taken_or_refused() {
        run(20_000, 20261121L);
    }

    @Test
    @Tag("long")
    void mutated_messages_are_taken_or_refused_at_length() {
        run(2_000_000, System.nanoTime());
    }

    private static void run(int rounds, long seed) {
        var random = new Random(seed);
        int taken = 0;
        for (int round = 0; round < rounds; round++) {
            var body = mutated(SEEDS.get(random.nextInt(SEEDS.size())), random);
            taken += take(body, "seed " + seed + " round " + round) ? 1 : 0;
        }
        assertThat(taken).as("some mutations are harmless").isBetween(rounds / 100, rounds - rounds / 100);
    }

    private static boolean take(Octets body, String where) {
        try {
            var request = new SipRequest(
                    "MESSAGE", "tel:" + Sample.BOB, SipHeaders.NONE.plus("Content-Type", "message/cpim"), body);
            var content = Content.read(request, RecorderLimits.DEFAULT);
            content.wrapping().ifPresent(cpim -> {
                cpim.imdnId();
                cpim.core("DateTime");
                cpim.core("Subject");
            });
            return true;
        } catch (Refusal refusal) {
            assertThat(refusal.response().status()).as(where).isBetween(400, 499);
            return false;
        } catch (RuntimeException e) {
            throw new AssertionError(where + ": " + e, e);
        }
    }

    private static Octets mutated(Octets seed, Random random) {
        var bytes = seed;
        for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
            int at = random.nextInt(bytes.size() + 1);
            int to = Math.min(bytes.size(), at + random.nextInt(20));
            bytes = switch (random.nextInt(5)) {
                case 0 -> bytes.slice(0, at).plus(bytes.slice(to, bytes.size()));
                case 1 ->
                    bytes.slice(0, at)
                            .plus(TOKENS.get(random.nextInt(TOKENS.size())))
                            .plus(bytes.slice(at, bytes.size()));
                case 2 -> bytes.slice(0, to).plus(bytes.slice(at, bytes.size()));
                case 3 -> bytes.slice(0, at);
                default -> flipped(bytes, at, random);
            };
        }
        return bytes;
    }

    private static Octets flipped(Octets bytes, int at, Random random) {
        if (at == bytes.size()) {
            return bytes;
        }
        var copy = Arrays.copyOf(bytes.toBytes(), bytes.size());
        copy[at] = (byte) random.nextInt(256);
        return Octets.of(copy);
    }
}
