// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.satchel.model.Actor;
import org.satchel.model.BoxId;
import org.satchel.model.BoxTransaction;
import org.satchel.model.Change;
import org.satchel.model.Deposit;
import org.satchel.model.Entry;
import org.satchel.model.Flags;
import org.satchel.model.FolderId;
import org.satchel.model.FolderPath;
import org.satchel.model.MessageBox;
import org.satchel.model.ModSeq;
import org.satchel.model.Placement;
import org.satchel.model.Uid;
import org.satchel.model.contract.NoContents;
import org.satchel.model.contract.SampleMessages;
import org.satchel.model.contract.Stage;
import org.satchel.model.memory.MemoryStore;

/// What is not yet settled is answered from memory, and no longer than that.
final class PendingContentsTest {
    private static final BoxId BOX = new BoxId("tel:+15550100001");
    private static final byte[] BYTES = SampleMessages.mail("pending", "text");

    private final PendingContents contents = new PendingContents(NoContents.NONE);
    private final MessageBox drafts = new MemoryStore().create(BOX);
    private BoxState state =
            Transaction.founding(BOX, contents, BoxSettings.STANDARD).after();
    private final FolderId inbox = id("INBOX");
    private final FolderId other = id("Default");

    @Test
    void an_object_is_answered_for_until_it_is_settled() throws IOException {
        var entry = deposit("key");
        assertThat(contents.deposited(List.of("key"))).containsEntry("key", entry.object());
        assertThat(contents.locate(entry.object())).contains(new Placement(inbox, entry.uid()));
        assertThat(contents.summary(inbox, entry).envelope().subject()).isEqualTo("pending");
        assertThat(Stage.bytes(contents.payload(inbox, entry))).isEqualTo(BYTES);
        contents.settle(state.head());
        assertThat(contents.deposited(List.of("key"))).isEmpty();
        assertThat(contents.locate(entry.object())).isEmpty();
    }

    @Test
    void settling_an_older_commit_keeps_what_a_newer_one_said() throws IOException {
        var first = deposit("key");
        var deposited = state.head();
        write(tx -> tx.move(inbox, List.of(first.uid()), other));
        contents.settle(deposited);
        assertThat(contents.locate(first.object())).contains(new Placement(other, Uid.FIRST));
        write(tx -> tx.remove(other, List.of(Uid.FIRST), Change.Cause.REMOVED));
        var removed = state.head();
        var second = deposit("key");
        contents.settle(removed);
        assertThat(contents.deposited(List.of("key"))).containsEntry("key", second.object());
        assertThat(contents.locate(second.object())).isPresent();
    }

    @Test
    void a_key_given_again_is_that_of_the_newer_object() throws IOException {
        var first = deposit("key");
        var deposited = state.head();
        write(tx -> tx.remove(inbox, List.of(first.uid()), Change.Cause.REMOVED));
        var second = deposit("key");
        contents.settle(deposited);
        assertThat(second.object()).isNotEqualTo(first.object());
        assertThat(contents.deposited(List.of("key"))).containsEntry("key", second.object());
    }

    @Test
    void settling_what_was_never_added_is_harmless() throws IOException {
        var entry = deposit("key");
        contents.settle(ModSeq.ZERO);
        assertThat(contents.locate(entry.object())).isPresent();
        contents.settle(new ModSeq(1000));
        assertThat(contents.locate(entry.object())).isEmpty();
    }

    private Entry deposit(String key) throws IOException {
        var draft = drafts.draft(new ByteArrayInputStream(BYTES), BYTES.length);
        var how = new Deposit(Flags.NONE, null, key);
        write(tx -> tx.deposit(inbox, draft, how));
        var listing = state.view(contents).listing(inbox);
        return listing.at(listing.count() - 1);
    }

    private void write(Consumer<BoxTransaction> work) {
        var transaction = new Transaction(state, contents, Actor.owner(BOX), BoxSettings.STANDARD);
        work.accept(transaction);
        var outcome = transaction.finish();
        contents.add(outcome);
        state = outcome.after();
    }

    private FolderId id(String path) {
        return state.view(contents).folder(new FolderPath(path)).orElseThrow().id();
    }
}
