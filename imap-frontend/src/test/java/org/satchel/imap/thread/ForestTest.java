// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.thread;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.satchel.imap.sort.PlainSubject;

class ForestTest {
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    @Test
    void answers_stand_below_what_they_answer() {
        assertThat(text(mail(1, "a", "one"), mail(2, "b", "Re: one", "a"), mail(3, "c", "Re: one", "a", "b")))
                .isEqualTo("(1 2 3)");
        assertThat(text(mail(1, "a", "one"), mail(2, "b", "Re: one", "a"), mail(3, "c", "Re: one", "a")))
                .isEqualTo("(1 (2)(3))");
    }

    @Test
    void what_answers_the_same_missing_one_is_together() {
        assertThat(text(mail(1, "b", "x", "a"), mail(2, "c", "y", "a"))).isEqualTo("((1)(2))");
        assertThat(text(mail(1, "b", "x", "a"))).isEqualTo("(1)");
        assertThat(text(mail(1, "c", "x", "a", "b"), mail(2, "d", "y", "a"))).isEqualTo("((1)(2))");
    }

    @Test
    void subjects_gather_what_references_do_not() {
        assertThat(text(mail(1, "a", "one"), mail(2, "b", "Re: one"), mail(3, "c", "two")))
                .isEqualTo("(1 2)(3)");
        assertThat(text(mail(1, "a", "one"), mail(2, "b", "one"))).isEqualTo("((1)(2))");
        assertThat(text(mail(1, "a", "one"), mail(2, "b", "one"), mail(3, "c", "one")))
                .isEqualTo("((1)(2)(3))");
        assertThat(text(mail(1, "a", ""), mail(2, "b", "Re: "))).isEqualTo("(1)(2)");
    }

    @Test
    void a_conversation_is_one_thread_and_no_subject_joins_it_to_another() {
        assertThat(text(chat(1, "x"), chat(2, "y"), chat(3, "x"), chat(4, "x"), chat(5, "y")))
                .isEqualTo("(1 (3)(4))(2 5)");
        assertThat(text(
                        new Threaded(1, "a", List.of(), PlainSubject.of("hi"), 1, "x"),
                        new Threaded(2, "b", List.of(), PlainSubject.of("hi"), 2, "y")))
                .isEqualTo("(1)(2)");
        assertThat(text(
                        new Threaded(1, "a", List.of(), PlainSubject.of("hi"), 1, "x"),
                        new Threaded(2, "b", List.of("a"), PlainSubject.of("hi"), 2, "y"),
                        new Threaded(3, "c", List.of(), PlainSubject.of("ho"), 3, "y")))
                .isEqualTo("(1 (2)(3))");
    }

    @Test
    void loops_and_ids_that_are_taken_do_no_harm() {
        assertThat(numbers(text(mail(1, "a", "x", "b"), mail(2, "b", "y", "a"))))
                .containsExactlyInAnyOrder(1L, 2L);
        assertThat(text(mail(1, "a", "x", "a"))).isEqualTo("(1)");
        assertThat(text(mail(1, "a", "x"), mail(2, "a", "y"))).isEqualTo("(1)(2)");
    }

    @Test
    void a_thread_may_be_as_deep_as_the_folder_is_large() {
        var chain = new ArrayList<Threaded>();
        var comb = new ArrayList<Threaded>();
        for (long i = 1; i <= 50_000; i++) {
            chain.add(mail(i, "m" + i, "x" + i, "m" + (i - 1)));
            comb.add(mail(2 * i, "m" + i, "x" + i, "m" + (i - 1)));
            comb.add(mail(2 * i + 1, "n" + i, "y" + i, "m" + (i - 1)));
        }
        assertThat(numbers(Forest.of(chain).text())).hasSize(50_000);
        var text = Forest.of(comb).text();
        assertThat(numbers(text)).hasSize(100_000);
        assertThat(depth(text)).isLessThanOrEqualTo(Forest.DEPTH_MAX);
        assertThat(numbers(Forest.of(chain.reversed()).text())).hasSize(50_000);
    }

    @Test
    void ids_are_what_stands_in_brackets() {
        assertThat(MessageIds.in("<a@b> x <c@d>\r\n <e> <>")).containsExactly("a@b", "c@d", "e");
        assertThat(MessageIds.in("<<a@b> <open")).containsExactly("a@b");
        assertThat(MessageIds.in("<x> ".repeat(500))).hasSize(MessageIds.IDS_MAX);
    }

    @Property
    void every_object_is_told_once_and_parentheses_match(@ForAll("objects") List<Threaded> objects) {
        var text = Forest.of(objects).text();
        assertThat(numbers(text))
                .containsExactlyInAnyOrderElementsOf(
                        objects.stream().map(Threaded::number).toList());
        assertThat(depth(text)).isLessThanOrEqualTo(Forest.DEPTH_MAX);
        assertThat(text)
                .doesNotContain("()")
                .doesNotContain("( ")
                .doesNotContain(" )")
                .doesNotContain("  ");
    }

    @Property
    void objects_of_a_conversation_are_in_one_thread(@ForAll("objects") List<Threaded> objects) {
        var threads = threads(Forest.of(objects).text());
        for (var one : objects) {
            for (var other : objects) {
                if (one.conversation() != null && one.conversation().equals(other.conversation())) {
                    assertThat(threads).anyMatch(it -> numbers(it).containsAll(List.of(one.number(), other.number())));
                }
            }
        }
    }

    @Provide
    Arbitrary<List<Threaded>> objects() {
        var ids = Arbitraries.of("a", "b", "c", "d", "e", "f", "g", "h");
        var one = Combinators.combine(
                        ids.injectNull(0.1),
                        ids.list().ofMaxSize(4),
                        Arbitraries.of("", "one", "Re: one", "two", "Fwd: two"),
                        Arbitraries.longs().between(0, 5),
                        Arbitraries.of("x", "y").injectNull(0.6))
                .as((id, references, subject, sent, conversation) ->
                        new Threaded(1, id, references, PlainSubject.of(subject), sent, conversation));
        return one.list().ofMaxSize(12).map(all -> {
            var numbered = new ArrayList<Threaded>();
            for (var it : all) {
                numbered.add(new Threaded(
                        numbered.size() + 1L,
                        it.id(),
                        it.references(),
                        it.subject(),
                        it.sentMillis(),
                        it.conversation()));
            }
            return numbered;
        });
    }

    private static Threaded mail(long number, String id, String subject, String... references) {
        return new Threaded(number, id, List.of(references), PlainSubject.of(subject), number, null);
    }

    private static Threaded chat(long number, @Nullable String conversation) {
        return new Threaded(number, "c" + number, List.of(), PlainSubject.of(null), number, conversation);
    }

    private static String text(Threaded... objects) {
        return Forest.of(List.of(objects)).text();
    }

    private static List<Long> numbers(String text) {
        return NUMBER.matcher(text)
                .results()
                .map(it -> Long.valueOf(it.group()))
                .toList();
    }

    private static int depth(String text) {
        int depth = 0;
        int most = 0;
        for (char c : text.toCharArray()) {
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            most = Math.max(most, depth);
            assertThat(depth).isNotNegative();
        }
        assertThat(depth).isZero();
        return most;
    }

    private static List<String> threads(String text) {
        var threads = new ArrayList<String>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
            if (depth == 0) {
                threads.add(text.substring(start, i + 1));
                start = i + 1;
            }
        }
        return threads;
    }
}
