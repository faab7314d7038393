// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.satchel.model.Change;
import org.satchel.model.Deposit;
import org.satchel.model.Entry;
import org.satchel.model.FlagEdit;
import org.satchel.model.Flags;
import org.satchel.model.Folder;
import org.satchel.model.FolderId;
import org.satchel.model.Landmarks;

/// A folder knows its newest session info and group state, whatever happens to them.
// CPM-MSG §7.1
interface LandmarkContract extends Engine {
    @Test
    default void a_folder_knows_the_newest_of_each_kind(Stage stage) {
        var session = stage.create("Default/7b1c/8c2d");
        assertThat(session.landmarks()).isEqualTo(Landmarks.NONE);
        var info = deposit(stage, session.id(), "Application/X-CPM-Session");
        var first = deposit(stage, session.id(), "application/group-state-object+xml");
        var second = deposit(stage, session.id(), "application/group-state-object+xml");
        deposit(stage, session.id(), "text/plain");
        assertThat(stage.folder("Default/7b1c/8c2d").landmarks()).isEqualTo(new Landmarks(info.uid(), second.uid()));
        stage.reopen();
        assertThat(stage.folder("Default/7b1c/8c2d").landmarks()).isEqualTo(new Landmarks(info.uid(), second.uid()));
        stage.write(tx -> tx.remove(session.id(), List.of(second.uid()), Change.Cause.REMOVED));
        assertThat(stage.folder("Default/7b1c/8c2d").landmarks()).isEqualTo(new Landmarks(info.uid(), first.uid()));
        stage.write(tx -> tx.remove(session.id(), List.of(info.uid(), first.uid()), Change.Cause.REMOVED));
        assertThat(stage.folder("Default/7b1c/8c2d").landmarks()).isEqualTo(Landmarks.NONE);
    }

    @Test
    default void landmarks_are_what_the_listing_says(Stage stage) {
        var random = new Random(20260303);
        var types = List.of("Application/X-CPM-Session", "application/group-state-object+xml", "text/plain");
        var folders = List.of(
                stage.inbox().id(),
                stage.create("one").id(),
                stage.create("two").id());
        for (int step = 0; step < 150; step++) {
            var folder = folders.get(random.nextInt(3));
            var target = folders.get(random.nextInt(3));
            var some = some(stage, folder, random);
            switch (random.nextInt(7)) {
                case 0, 1, 2 -> deposit(stage, folder, types.get(random.nextInt(3)));
                case 3 -> stage.write(tx -> tx.copy(folder, uids(some), target));
                case 4 -> stage.write(tx -> tx.move(folder, uids(some), target));
                case 5 -> stage.write(tx -> tx.remove(folder, uids(some), Change.Cause.REMOVED));
                default -> stage.write(tx -> tx.flag(folder, uids(some), FlagEdit.add(Flags.of(Flags.SEEN)), null));
            }
            if (random.nextInt(25) == 0) {
                stage.reopen();
            }
            var view = stage.view();
            for (Folder now : view.folders()) {
                assertThat(now.landmarks())
                        .as("step %d, %s", step, now)
                        .isEqualTo(Landmarks.of(view.listing(now.id())));
            }
        }
    }

    private static List<org.satchel.model.Uid> uids(List<Entry> entries) {
        return entries.stream().map(Entry::uid).toList();
    }

    private static List<Entry> some(Stage stage, FolderId folder, Random random) {
        var some = new ArrayList<>(stage.entries(folder));
        some.removeIf(_ -> random.nextInt(4) > 0);
        return some;
    }

    private static Entry deposit(Stage stage, FolderId folder, String type) {
        var text = "From: tel:+15550100001\r\nContent-Type: " + type + "\r\n\r\nx\r\n";
        return stage.deposit(folder, text.getBytes(StandardCharsets.US_ASCII), Deposit.PLAIN);
    }
}
