// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Strangers' bytes: whole, damaged and made up, in any pieces.
class StrangersBytesTest {
    private static final List<String> BASES = bases();
    private static final List<String> SCRAPS = List.of(
            "\r\n",
            "\n",
            "\r",
            "--b",
            "--b--",
            "--cpm",
            "\r\n\r\n",
            "Content-Type: ",
            "multipart/mixed; boundary=b\r\n",
            "message/rfc822",
            "message/cpim",
            "Content-Transfer-Encoding: base64\r\n",
            "quoted-printable",
            "=",
            "=?utf-8?B?",
            "?=",
            "NS: ",
            "imdn.",
            "<",
            ">",
            "\"",
            "\\",
            "(",
            ";",
            ":",
            "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>",
            "&e;",
            "]]>",
            "\uFEFF",
            "name*0*=",
            "%C3",
            "@",
            "Date: ",
            "-");

    @Property(tries = 400)
    void any_split_of_the_bytes_gives_the_same_summary(@ForAll long seed) {
        checkSplits(seed);
    }

    @Property(tries = 1500)
    void any_bytes_give_a_sound_summary(@ForAll long seed) {
        checkSound(seed);
    }

    @Test
    @Tag("long")
    void any_bytes_in_any_split_give_a_sound_summary_for_long() {
        for (long seed = 0; seed < 1_000_000; seed++) {
            checkSound(seed);
            checkSplits(seed);
        }
    }

    private static void checkSplits(long seed) {
        var random = new Random(seed);
        var bytes = input(random);
        var whole = Samples.summarise(bytes);
        var summarizer = new Summarizer();
        int pieceMax = 1 + random.nextInt(random.nextBoolean() ? 3 : 200);
        for (int at = 0; at < bytes.length; ) {
            int length = Math.min(bytes.length - at, random.nextInt(pieceMax + 1));
            var piece = new byte[length + 7];
            System.arraycopy(bytes, at, piece, 3, length);
            summarizer.write(piece, 3, length);
            at += length;
        }
        assertThat(summarizer.finish()).as("seed " + seed).isEqualTo(whole);
    }

    private static void checkSound(long seed) {
        SoundSummary.check("seed " + seed, input(new Random(seed)));
    }

    private static byte[] input(Random random) {
        var out = new ByteArrayOutputStream();
        var base = BASES.get(random.nextInt(BASES.size()));
        out.writeBytes((random.nextBoolean() ? base : base.replace("\r\n", "\n")).getBytes(StandardCharsets.UTF_8));
        var bytes = out.toByteArray();
        for (int i = random.nextInt(6); i > 0; i--) {
            bytes = damaged(random, bytes);
        }
        return bytes;
    }

    /// With a range replaced by a scrap, by noise, or by another range of itself.
    private static byte[] damaged(Random random, byte[] bytes) {
        int at = random.nextInt(bytes.length + 1);
        int gone = Math.min(bytes.length - at, random.nextInt(random.nextInt(10) == 0 ? 400 : 6));
        var out = new ByteArrayOutputStream();
        out.write(bytes, 0, at);
        switch (random.nextInt(4)) {
            case 0 -> {
                var noise = new byte[random.nextInt(8)];
                random.nextBytes(noise);
                out.writeBytes(noise);
            }
            case 1 -> {
                int from = random.nextInt(bytes.length + 1);
                out.write(bytes, from, Math.min(bytes.length - from, random.nextInt(300)));
            }
            default -> out.writeBytes(SCRAPS.get(random.nextInt(SCRAPS.size())).getBytes(StandardCharsets.UTF_8));
        }
        out.write(bytes, at + gone, bytes.length - at - gone);
        return out.toByteArray();
    }

    private static List<String> bases() {
        var bases = new ArrayList<>(Samples.KINDS.keySet().stream().sorted().toList());
        MimeTreeTest.trees().map(row -> Samples.crlf((String) row.get()[0])).forEach(bases::add);
        bases.add("Content-Type: multipart/mixed; boundary=b\r\n\r\n" + "--b\r\n\r\nx\r\n".repeat(30));
        bases.add(
                "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n" + "--" + "y".repeat(253) + "\r\n--b--");
        bases.add("Content-Type: text/plain\r\n\r\n" + "line of text =\r\n".repeat(200));
        return bases;
    }
}
