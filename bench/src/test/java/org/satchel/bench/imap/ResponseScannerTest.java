// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ResponseScannerTest {
    private static final String STREAM = """
            * OK ready {3}
            * 1 FETCH (UID 4 BODY[] {7}
            a {9}
             FLAGS (\\Seen))
            * 2 FETCH (UID 5 BODY[] {0}
             X {2}
            )) Y)
            + idling
            a1 OK done {12}
            * 3 FETCH (UID 6 ENVELOPE ("{5}" NIL))
            * BYE {1}
            """.replace("\n", "\r\n");

    private static final List<String> RESPONSES = List.of(
            "* OK ready {3}",
            "* 1 FETCH (UID 4 BODY[] {7}<a {9}\r\n> FLAGS (\\Seen))",
            "* 2 FETCH (UID 5 BODY[] {0} X {2}<))> Y)",
            "+ idling",
            "a1 OK done {12}",
            "* 3 FETCH (UID 6 ENVELOPE (\"{5}\" NIL))",
            "* BYE {1}");

    @Test
    void a_stream_split_at_any_one_place_gives_the_same_responses() throws IOException {
        for (int split = 0; split <= STREAM.length(); split++) {
            assertThat(scan(List.of(split))).as("split at %d", split).isEqualTo(RESPONSES);
        }
    }

    @Property(tries = 300)
    void a_stream_split_anywhere_gives_the_same_responses(
            @ForAll @Size(max = 12) List<@IntRange(max = 230) Integer> splits) throws IOException {
        assertThat(scan(splits)).isEqualTo(RESPONSES);
    }

    @Test
    void a_bare_line_feed_is_refused() {
        assertThatThrownBy(() ->
                        new ResponseScanner().feed("* OK\n".getBytes(StandardCharsets.US_ASCII), 0, 5, new Written()))
                .hasMessageContaining("CR LF");
    }

    @Test
    void a_literal_with_too_many_digits_is_refused() {
        var bytes = "* 1 FETCH (BODY[] {99999999999}\r\n".getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> new ResponseScanner().feed(bytes, 0, bytes.length, new Written()))
                .hasMessageContaining("digits");
    }

    @Test
    void replies_count_fetches_and_literal_bytes_and_watch_the_order_of_uids() throws IOException {
        var replies = new Replies();
        feed("""
                * 1 FETCH (UID 4 FLAGS ())
                * 2 FETCH (FLAGS () UID 5)
                * 3 FETCH (BODY[] {2}
                UI UID 9)
                * 7 EXISTS
                a1 OK
                """, replies);
        assertThat(replies.fetches()).isEqualTo(3);
        assertThat(replies.literalBytes()).isEqualTo(2);
        assertThat(replies.lastUid()).isEqualTo(9);
        assertThat(replies.uidsAscend()).isTrue();
        assertThat(replies.exists()).isEqualTo(7);
        assertThat(replies.answered()).isEqualTo(1);
        feed("* 3 FETCH (UID 9 FLAGS ())\n", replies);
        assertThat(replies.uidsAscend()).isFalse();
    }

    @Test
    void an_answer_that_is_not_ok_or_out_of_order_is_a_wrong_one() {
        assertThatThrownBy(() -> feed("a1 NO full\n", new Replies())).hasMessageContaining("a1 NO full");
        assertThatThrownBy(() -> feed("a2 OK\n", new Replies())).hasMessageContaining("command 1");
        assertThatThrownBy(() -> feed("* BYE soon\n", new Replies())).hasMessageContaining("BYE");
    }

    private static void feed(String lines, Replies replies) throws IOException {
        var bytes = lines.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
        new ResponseScanner().feed(bytes, 0, bytes.length, replies);
    }

    private static List<String> scan(List<Integer> splits) throws IOException {
        var bytes = STREAM.getBytes(StandardCharsets.US_ASCII);
        var written = new Written();
        var scanner = new ResponseScanner();
        int from = 0;
        for (int split : splits.stream().sorted().toList()) {
            int to = Math.min(split, bytes.length);
            scanner.feed(bytes, from, to, written);
            from = to;
        }
        scanner.feed(bytes, from, bytes.length, written);
        return written.responses;
    }

    /// Writes responses down, literals in angle brackets.
    private static final class Written implements Responses {
        private final List<String> responses = new ArrayList<>();
        private final StringBuilder now = new StringBuilder();
        private boolean inLiteral;

        @Override
        public void text(byte[] bytes, int from, int to, boolean opens) {
            assertThat(opens).isEqualTo(now.isEmpty());
            now.append(new String(bytes, from, to - from, StandardCharsets.US_ASCII));
        }

        @Override
        public void literal(byte[] bytes, int from, int to, long left) {
            now.append(inLiteral ? "" : "<").append(new String(bytes, from, to - from, StandardCharsets.US_ASCII));
            now.append(left == 0 ? ">" : "");
            inLiteral = left > 0;
        }

        @Override
        public void end() {
            responses.add(now.toString());
            now.setLength(0);
        }
    }
}
