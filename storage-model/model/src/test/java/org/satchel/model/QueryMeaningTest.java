// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.satchel.model.mime.Samples;

class QueryMeaningTest {
    private static final Instant RECEIVED = Instant.parse("2026-03-03T12:00:00Z");

    private static final String MAIL = Samples.crlf("""
            From: =?utf-8?q?J=C3=BCrgen?= Lee <j@Example.net>
            To: "Ann, B." <ann@example.net>, friends: carl@example.net, dora@example.net;
            Date: Tue, 03 Mar 2026 23:30:00 -0800
            Subject: =?iso-8859-1?Q?Gr=FC=DFe_aus?= =?utf-8?B?IEvDtmxu?=
            X-Loop: first
            X-Loop: =?utf-8?q?zw=C3=B6lf?=
            Conversation-ID: conv-77
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: text/plain; charset=iso-8859-1
            Content-Transfer-Encoding: quoted-printable

            Die Br=FCcke =
            am Flu=DF ist gesperrt
            --b
            Content-Type: text/html; charset=utf-8
            Content-Transfer-Encoding: base64

            PHA+xJDDoCBO4bq1bmc8L3A+
            --b
            Content-Type: image/png
            Content-Transfer-Encoding: base64

            c2VjcmV0d29yZA==
            --b--
            """);

    static Stream<Arguments> truths() {
        return Stream.of(
                row(MAIL, new Query.All(), true),
                row(MAIL, new Query.And(List.of()), true),
                row(MAIL, new Query.Or(List.of()), false),
                row(MAIL, new Query.Not(new Query.All()), false),
                row(MAIL, new Query.HasFlag("\\seen"), true),
                row(MAIL, new Query.HasFlag("$forwarded"), true),
                row(MAIL, new Query.HasFlag("\\Deleted"), false),
                row(MAIL, new Query.UidIn(List.of(range(1, 6), range(8, 9))), false),
                row(MAIL, new Query.UidIn(List.of(range(1, 2), range(7, 7))), true),
                row(MAIL, new Query.ModSeqAtLeast(new ModSeq(12)), true),
                row(MAIL, new Query.ModSeqAtLeast(new ModSeq(13)), false),
                row(MAIL, new Query.LargerThan(Samples.bytes(MAIL).length), false),
                row(MAIL, new Query.LargerThan(Samples.bytes(MAIL).length - 1), true),
                row(MAIL, new Query.SmallerThan(Samples.bytes(MAIL).length), false),
                row(MAIL, new Query.Received(RECEIVED, null), true),
                row(MAIL, new Query.Received(null, RECEIVED), false),
                row(MAIL, new Query.IsKind(Kind.TEXT), true),
                row(MAIL, new Query.IsKind(Kind.SMS), false),
                // the day as written, not the day in UTC
                row(MAIL, new Query.SentOn(LocalDate.of(2026, 3, 3), LocalDate.of(2026, 3, 4)), true),
                row(MAIL, new Query.SentOn(LocalDate.of(2026, 3, 4), null), false),
                row(
                        MAIL,
                        new Query.Dated(Instant.parse("2026-03-04T07:30:00Z"), Instant.parse("2026-03-04T07:30:00Z")),
                        true),
                row(MAIL, new Query.Dated(null, Instant.parse("2026-03-04T07:29:59Z")), false),
                row(MAIL, new Query.Header("from", "JÜRGEN lee"), true),
                row(MAIL, new Query.Header("From", "j@example.NET"), true),
                row(MAIL, new Query.Header("From", "q?J"), false),
                row(MAIL, new Query.Header("To", "carl@example.net"), true),
                row(MAIL, new Query.Header("To", "friends:"), true),
                row(MAIL, new Query.Header("Cc", ""), false),
                row(MAIL, new Query.Header("To", ""), true),
                row(MAIL, new Query.Header("Subject", "grüße aus köln"), true),
                row(MAIL, new Query.Header("X-Loop", "ZWÖLF"), true),
                row(MAIL, new Query.Header("X-Loop", ""), true),
                row(MAIL, new Query.Header("X-Absent", ""), false),
                row(MAIL, new Query.Header("Conversation-ID", "CONV-7"), true),
                row(MAIL, new Query.Header("Conversation-ID", "conv-78"), false),
                row(MAIL, new Query.Body("BRÜCKE am fluß"), true),
                row(MAIL, new Query.Body("đà nẵng"), true),
                row(MAIL, new Query.Body("secretword"), false),
                row(MAIL, new Query.Body("conv-77"), false),
                row(MAIL, new Query.Body(""), true),
                row(MAIL, new Query.Text("conv-77"), true),
                row(MAIL, new Query.Text("x-loop: first"), true),
                row(MAIL, new Query.Text("gesperrt"), true),
                row(MAIL, new Query.Text("nowhere"), false),
                row(MAIL, new Query.AttributeContains("to", "DORA"), true),
                row(MAIL, new Query.AttributeContains("To", "jürgen"), false),
                row(MAIL, new Query.AnyAttributeContains("köln"), true),
                row(MAIL, new Query.AnyAttributeContains("zwölf"), false),
                row(MAIL, new Query.AttributeWord("TextContent", "flu"), false),
                row(MAIL, new Query.AttributeWord("TextContent", "FLUß"), true),
                row(MAIL, new Query.AttributeWord(null, "aus"), true),
                row(MAIL, new Query.AttributeWord(null, ""), false),
                // the CPIM message: its own id is in the header, the text inside is the body
                row(Samples.CHAT, new Query.Header("IMDN-Message-ID", "Mx7Qe4LrT2"), true),
                row(Samples.CHAT, new Query.Body("SEE YOU"), true),
                row(Samples.CHAT, new Query.Body("positive-delivery"), false),
                row(Samples.IMDN, new Query.Header("IMDN-Message-ID", "Mx7Qe4LrT2"), false),
                row(Samples.MMS, new Query.Body("look at"), true),
                row(Samples.HTTP_FILE, new Query.Body("pier.jpg"), true),
                // an attribute that no header field stands behind is no header field
                row(
                        Samples.CHAT.replace("IMDN-Message-ID: Mx7Qe4LrT2\r\n", ""),
                        new Query.Header("IMDN-Message-ID", ""),
                        false),
                row(
                        Samples.CHAT.replace("IMDN-Message-ID: Mx7Qe4LrT2\r\n", ""),
                        new Query.AttributeContains("IMDN-Message-ID", "Mx7"),
                        true),
                row(Samples.CHAT, new Query.Header("Message-Context", ""), false),
                // no date in the header: nothing is sent on any day, and it counts as of the day it came in
                row(Samples.OLD_TEXT.replace("Date:", "X-Date:"), new Query.SentOn(null, null), false),
                row(Samples.OLD_TEXT.replace("Date:", "X-Date:"), new Query.Dated(RECEIVED, RECEIVED), true));
    }

    @ParameterizedTest
    @MethodSource("truths")
    void a_query_means_what_the_table_says(String text, Query query, boolean truth) {
        assertThat(query.matches(new Given(text))).as(query.toString()).isEqualTo(truth);
        assertThat(new Query.Not(query).matches(new Given(text)))
                .as("not " + query)
                .isEqualTo(!truth);
    }

    @Property(tries = 200)
    void the_order_of_terms_does_not_change_the_answer(@ForAll long seed) {
        var rows = truths().toList();
        var random = new Random(seed);
        var terms = new ArrayList<Query>();
        for (int i = 0; i < 4; i++) {
            terms.add((Query) rows.get(random.nextInt(rows.size())).get()[1]);
        }
        var candidate = new Given(MAIL);
        boolean all = terms.stream().allMatch(term -> term.matches(candidate));
        boolean any = terms.stream().anyMatch(term -> term.matches(candidate));
        for (int i = 0; i < 4; i++) {
            Collections.shuffle(terms, random);
            assertThat(new Query.And(terms).matches(candidate)).isEqualTo(all);
            assertThat(new Query.Or(terms).matches(candidate)).isEqualTo(any);
        }
    }

    @Test
    void what_the_entry_decides_opens_nothing() {
        var closed = new Given(MAIL) {
            @Override
            public Summary summary() {
                throw new AssertionError("summary was read");
            }
        };
        var flags = new Query.HasFlag("\\Deleted");
        assertThat(new Query.And(List.of(new Query.Body("x"), new Query.Header("To", "y"), flags)).matches(closed))
                .isFalse();
        assertThat(new Query.Or(List.of(new Query.Text("x"), new Query.Not(flags))).matches(closed))
                .isTrue();
    }

    @Test
    void what_the_summary_decides_reads_no_payload() {
        var closed = new Given(MAIL) {
            @Override
            public Payload payload() {
                throw new AssertionError("payload was read");
            }
        };
        assertThat(new Query.And(List.of(new Query.Body("x"), new Query.Header("Subject", "nothing"))).matches(closed))
                .isFalse();
        assertThat(new Query.Header("From", "lee").matches(closed)).isTrue();
        assertThat(new Query.Header("IMDN-Message-ID", "x").matches(closed)).isFalse();
    }

    @Test
    void a_text_over_the_border_of_two_reads_is_found() {
        var long_ = "x".repeat(20_000) + "NEEDLE" + "y".repeat(20_000);
        assertThat(new Query.Body("xneedley").matches(new Given("Content-Type: text/plain\r\n\r\n" + long_)))
                .isTrue();
        assertThat(new Query.Body("xneedlex").matches(new Given("Content-Type: text/plain\r\n\r\n" + long_)))
                .isFalse();
    }

    private static Arguments row(String text, Query query, boolean truth) {
        return Arguments.of(text, query, truth);
    }

    private static Query.UidIn.Range range(long first, long last) {
        return new Query.UidIn.Range(Uid.of(first), Uid.of(last));
    }

    /// An object of these bytes: uid 7, mod-sequence 12, `\Seen $Forwarded`.
    static class Given implements Query.Candidate {
        private final byte[] bytes;
        private final Summary summary;

        Given(String text) {
            this.bytes = Samples.bytes(text);
            this.summary = Samples.summarise(bytes);
        }

        @Override
        public FolderId folder() {
            return new FolderId(1);
        }

        @Override
        public Entry entry() {
            return new Entry(
                    Uid.of(7),
                    new ObjectId(70),
                    new ContentId(700),
                    new ModSeq(12),
                    Flags.of(Flags.SEEN, "$Forwarded"),
                    RECEIVED,
                    bytes.length,
                    summary.kind());
        }

        @Override
        public Summary summary() {
            return summary;
        }

        @Override
        public Payload payload() {
            return new Payload() {
                @Override
                public long size() {
                    return bytes.length;
                }

                @Override
                public InputStream open(long offset, long length) {
                    return new ByteArrayInputStream(bytes, (int) offset, (int) length);
                }
            };
        }
    }
}
