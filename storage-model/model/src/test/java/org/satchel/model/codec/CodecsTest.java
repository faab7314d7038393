// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.satchel.model.mime.Samples;

class CodecsTest {
    private static final List<Function<byte[], Object>> DECODERS = List.of(
            SummaryCodec::decode,
            CommitCodec::decode,
            FolderCodec::decode,
            ListingCodec::decode,
            StateCodec::decode,
            bytes -> EntryCodec.decode(org.satchel.model.Uid.FIRST, bytes));

    @Property(tries = 500)
    void a_decoded_summary_is_the_encoded_one(@ForAll long seed) {
        var summary = new AnyValues(seed).summary();
        assertThat(SummaryCodec.decode(SummaryCodec.encode(summary))).isEqualTo(summary);
    }

    @Property(tries = 500)
    void a_decoded_commit_is_the_encoded_one(@ForAll long seed) {
        var commit = new AnyValues(seed).commit();
        assertThat(CommitCodec.decode(CommitCodec.encode(commit))).isEqualTo(commit);
    }

    @Property(tries = 500)
    void a_decoded_entry_is_the_encoded_one(@ForAll long seed) {
        var entry = new AnyValues(seed).entry();
        assertThat(EntryCodec.decode(entry.uid(), EntryCodec.encode(entry))).isEqualTo(entry);
    }

    @Property(tries = 500)
    void a_decoded_folder_is_the_encoded_one(@ForAll long seed) {
        var folder = new AnyValues(seed).folder();
        assertThat(FolderCodec.decode(FolderCodec.encode(folder))).isEqualTo(folder);
    }

    @Property(tries = 200)
    void every_shortened_record_is_refused(@ForAll long seed) {
        var values = new AnyValues(seed);
        for (int i = 0; i < DECODERS.size(); i++) {
            var whole = encoded(values, i);
            var decoder = DECODERS.get(i);
            for (int length = 0; length < whole.length; length += 1 + whole.length / 40) {
                var cut = Arrays.copyOf(whole, length);
                assertThatThrownBy(() -> decoder.apply(cut)).isInstanceOf(CorruptRecord.class);
            }
        }
    }

    @Property(tries = 300)
    void a_decoded_stretch_of_a_listing_is_the_encoded_one(@ForAll long seed) {
        var listing = new AnyValues(seed).listing();
        assertThat(ListingCodec.decode(ListingCodec.encode(listing))).isEqualTo(listing);
    }

    @Property(tries = 300)
    void a_decoded_state_is_the_encoded_one(@ForAll long seed) {
        var state = new AnyValues(seed).state();
        assertThat(StateCodec.decode(StateCodec.encode(state.counters(), state.facts())))
                .isEqualTo(state);
    }

    @Property(tries = 300)
    void damaged_bytes_give_a_value_or_a_refusal(@ForAll long seed) {
        damage(seed, 20);
    }

    @Test
    @Tag("long")
    void damaged_bytes_give_a_value_or_a_refusal_for_long() {
        for (long seed = 0; seed < 200_000; seed++) {
            damage(seed, 20);
        }
    }

    private static void damage(long seed, int times) {
        var random = new Random(seed);
        var values = new AnyValues(seed);
        for (int time = 0; time < times; time++) {
            int which = random.nextInt(DECODERS.size());
            var bytes = encoded(values, which);
            for (int i = 1 + random.nextInt(4); i > 0; i--) {
                bytes[1 + random.nextInt(bytes.length - 1)] =
                        (byte) (random.nextBoolean() ? 0xff : random.nextInt(256));
            }
            try {
                assertThat(DECODERS.get(which).apply(bytes)).isNotNull();
            } catch (CorruptRecord refused) {
                assertThat(refused).hasMessageContaining("at byte");
            }
        }
    }

    @Test
    void a_length_beyond_the_end_takes_no_memory() {
        byte[] summary = {2, 5, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 7};
        assertThatThrownBy(() -> SummaryCodec.decode(summary))
                .isInstanceOf(CorruptRecord.class)
                .hasMessageContaining("more than what is left");
    }

    @Test
    void a_newer_version_is_refused_by_name() {
        var bytes = SummaryCodec.encode(new AnyValues(1).summary());
        bytes[0] = 9;
        assertThatThrownBy(() -> SummaryCodec.decode(bytes))
                .isInstanceOf(CorruptRecord.class)
                .hasMessageContaining("version 9");
    }

    @Test
    void the_first_form_of_a_summary_had_no_tag_and_is_read_with_it() {
        for (var sample : List.of(Samples.SMS, Samples.CHAT)) {
            var summary = Samples.summarise(sample);
            var bytes = SummaryCodec.encode(summary);
            // A tag is written with one byte before its hexadecimal digits, none as a single one.
            var first = Arrays.copyOf(
                    bytes, bytes.length - 1 - summary.correlationTag().length());
            first[0] = 1;
            assertThat(SummaryCodec.decode(first)).isEqualTo(summary);
        }
    }

    @Test
    void bytes_left_over_are_refused() {
        var bytes = FolderCodec.encode(new AnyValues(1).folder());
        assertThatThrownBy(() -> FolderCodec.decode(Arrays.copyOf(bytes, bytes.length + 1)))
                .isInstanceOf(CorruptRecord.class)
                .hasMessageContaining("left over");
    }

    @Test
    void the_summary_of_a_chat_message_is_smaller_than_the_message() {
        var bytes = SummaryCodec.encode(Samples.summarise(Samples.CHAT));
        assertThat(bytes.length).isLessThan(Samples.CHAT.length() / 2);
    }

    private static byte[] encoded(AnyValues values, int which) {
        return switch (which) {
            case 0 -> SummaryCodec.encode(values.summary());
            case 1 -> CommitCodec.encode(values.commit());
            case 2 -> FolderCodec.encode(values.folder());
            case 3 -> ListingCodec.encode(values.listing());
            case 4 -> {
                var state = values.state();
                yield StateCodec.encode(state.counters(), state.facts());
            }
            default -> EntryCodec.encode(values.entry());
        };
    }
}
