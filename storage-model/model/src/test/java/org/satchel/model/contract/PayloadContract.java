// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.satchel.model.Attribute;
import org.satchel.model.Change;
import org.satchel.model.Deposit;
import org.satchel.model.Placement;
import org.satchel.model.StoreFailure;

/// Drafts and the bytes they become.
interface PayloadContract extends Engine {
    @Test
    default void bytes_come_back_as_they_were_whatever_their_size(Stage stage) {
        var inbox = stage.inbox().id();
        for (int size : new int[] {0, 1, 1000, 32 * 1024 - 1, 32 * 1024, 32 * 1024 + 1, 300_000, 5_000_000}) {
            var bytes = SampleMessages.noise(size, size);
            var entry = stage.deposit(inbox, bytes, Deposit.PLAIN);
            assertThat(entry.size()).isEqualTo(size);
            assertThat(stage.bytes(inbox, entry)).as("%d bytes", size).isEqualTo(bytes);
            stage.reopen();
            assertThat(stage.bytes(inbox, entry)).as("%d bytes, reopened", size).isEqualTo(bytes);
        }
    }

    @Test
    default void any_range_of_a_payload_can_be_read(Stage stage) throws IOException {
        var inbox = stage.inbox().id();
        for (var bytes : List.of(SampleMessages.picture(2_000, 1), SampleMessages.picture(400_000, 2))) {
            var entry = stage.deposit(inbox, bytes, Deposit.PLAIN);
            stage.reopen();
            var payload = stage.view().payload(new Placement(inbox, entry.uid()));
            assertThat(payload.size()).isEqualTo(bytes.length);
            int middle = bytes.length / 2;
            for (int[] range : new int[][] {
                {0, 1}, {0, bytes.length}, {middle, 1000}, {bytes.length - 1, 1}, {bytes.length, 0}, {10, 0}
            }) {
                var expected = Arrays.copyOfRange(bytes, range[0], range[0] + range[1]);
                try (var in = payload.open(range[0], range[1])) {
                    assertThat(in.readAllBytes()).isEqualTo(expected);
                }
                var out = new ByteArrayOutputStream();
                payload.writeTo(out, range[0], range[1]);
                assertThat(out.toByteArray()).isEqualTo(expected);
            }
            assertThatThrownBy(() -> payload.open(0, bytes.length + 1L).close())
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    default void a_draft_shows_its_bytes_and_summary_before_it_is_deposited(Stage stage) {
        var bytes = SampleMessages.mail("draft", "text");
        try (var draft = stage.draft(bytes)) {
            assertThat(Stage.bytes(draft.payload())).isEqualTo(bytes);
            assertThat(draft.summary().envelope().subject()).isEqualTo("draft");
        }
        assertThat(stage.view().usage().objects()).isZero();
    }

    @Test
    default void attributes_added_to_a_draft_stay_with_the_object(Stage stage) {
        var inbox = stage.inbox().id();
        try (var plain = stage.draft(SampleMessages.mail("draft", "text"));
                var draft = plain.withAttributes(List.of(Attribute.of("Direction", "In")))) {
            var entry = stage.call(tx -> tx.deposit(inbox, draft, Deposit.PLAIN));
            stage.reopen();
            var summary = stage.view().object(new Placement(inbox, entry.uid())).summary();
            assertThat(summary).isEqualTo(draft.summary());
            assertThat(summary.values("direction")).containsExactly("In");
        }
    }

    @Test
    default void a_draft_of_too_many_bytes_is_refused_before_it_is_read_to_its_end(Stage stage) {
        var endless = new XStream(Long.MAX_VALUE);
        assertThatThrownBy(() -> stage.box().draft(endless, 100_000)).isInstanceOf(StoreFailure.TooLarge.class);
        assertThat(endless.given).isLessThan(1_000_000);
    }

    @Test
    default void exactly_the_most_bytes_are_taken(Stage stage) throws IOException {
        var bytes = SampleMessages.noise(50_000, 7);
        try (var draft = stage.box().draft(new ByteArrayInputStream(bytes), bytes.length)) {
            assertThat(draft.payload().size()).isEqualTo(bytes.length);
        }
        assertThatThrownBy(() -> stage.box().draft(new ByteArrayInputStream(bytes), bytes.length - 1L))
                .isInstanceOf(StoreFailure.TooLarge.class);
    }

    @Test
    default void when_the_content_fails_so_does_the_draft(Stage stage) {
        var broken = new XStream(70_000);
        assertThatThrownBy(() -> stage.box().draft(broken, Stage.BYTES_MAX))
                .isInstanceOf(IOException.class)
                .hasMessage("line dropped");
        assertThat(stage.view().usage().objects()).isZero();
    }

    @Test
    default void a_draft_is_deposited_at_most_once(Stage stage) {
        var inbox = stage.inbox().id();
        try (var draft = stage.draft(SampleMessages.mail("once", "text"))) {
            stage.write(tx -> tx.deposit(inbox, draft, Deposit.PLAIN));
            assertThatThrownBy(() -> stage.write(tx -> tx.deposit(inbox, draft, Deposit.PLAIN)))
                    .isInstanceOf(IllegalStateException.class);
        }
        try (var draft = stage.draft(SampleMessages.mail("twice", "text"))) {
            assertThatThrownBy(() -> stage.write(tx -> {
                        tx.deposit(inbox, draft, Deposit.PLAIN);
                        tx.deposit(inbox, draft, Deposit.PLAIN);
                    }))
                    .isInstanceOf(IllegalStateException.class);
        }
        assertThat(stage.inbox().count()).isEqualTo(1);
    }

    @Test
    default void equal_bytes_are_different_objects(Stage stage) {
        var inbox = stage.inbox().id();
        for (var bytes : List.of(SampleMessages.mail("same", "text"), SampleMessages.picture(100_000, 5))) {
            var one = stage.deposit(inbox, bytes, Deposit.PLAIN);
            var two = stage.deposit(inbox, bytes, Deposit.PLAIN);
            stage.write(tx -> tx.remove(inbox, List.of(one.uid()), Change.Cause.REMOVED));
            stage.reopen();
            assertThat(stage.bytes(inbox, two)).isEqualTo(bytes);
        }
    }

    /// Gives the letter x until the line drops.
    final class XStream extends InputStream {
        private final long dropsAt;
        private long given;

        XStream(long dropsAt) {
            this.dropsAt = dropsAt;
        }

        @Override
        public int read() throws IOException {
            if (given == dropsAt) {
                throw new IOException("line dropped");
            }
            given++;
            return 'x';
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            bytes[offset] = (byte) read();
            int more = (int) Math.min(length - 1L, dropsAt - given);
            Arrays.fill(bytes, offset + 1, offset + 1 + more, (byte) 'x');
            given += more;
            return 1 + more;
        }
    }
}
