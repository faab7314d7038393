// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.satchel.model.BoxView;
import org.satchel.model.Change;
import org.satchel.model.Commit;
import org.satchel.model.FolderId;
import org.satchel.model.FolderPath;
import org.satchel.model.ModSeq;
import org.satchel.model.Uid;
import org.satchel.model.state.BoxState;

/// Laws that hold for any history.
interface HistoryContract extends Engine {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    default void any_history_replays_to_the_present(long seed, Stage stage) {
        var history = new RandomHistory(stage, seed);
        var pictures = new HashMap<ModSeq, BoxPicture>();
        pictures.put(stage.view().modSeq(), BoxPicture.of(stage.view()));
        for (int i = 0; i < 120; i++) {
            history.step();
            var view = stage.view();
            var picture = BoxPicture.of(view);
            assertThat(pictures.getOrDefault(view.modSeq(), picture))
                    .as("one picture per mod-sequence, seed %d", seed)
                    .isEqualTo(picture);
            pictures.put(view.modSeq(), picture);
            if (i % 20 == 19) {
                stage.reopen();
                assertThat(BoxPicture.of(stage.view())).as("seed %d", seed).isEqualTo(picture);
            }
        }
        var commits = stage.commits(ModSeq.ZERO);
        var state = BoxState.empty(Stage.BOX);
        var expected = ModSeq.ZERO;
        for (var commit : commits) {
            expected = expected.next();
            assertThat(commit.modSeq()).as("seed %d", seed).isEqualTo(expected);
            state = state.apply(commit, NoContents.NONE);
            assertThat(BoxPicture.of(state.view(NoContents.NONE)))
                    .as("replayed to %s, seed %d", commit.modSeq(), seed)
                    .isEqualTo(pictures.get(commit.modSeq()));
        }
        assertThat(state.head()).isEqualTo(stage.view().modSeq());
        assertThat(commits.size()).isGreaterThan(60);
        checkRecounted(stage.view(), seed);
        checkUids(commits, seed);
        checkValidities(commits, seed);
    }

    private static void checkRecounted(BoxView view, long seed) {
        long bytes = 0;
        long objects = 0;
        for (var folder : view.folders()) {
            var entries = Stage.entries(view, folder.id());
            assertThat(folder.count()).as("count, seed %d", seed).isEqualTo(entries.size());
            assertThat(folder.unseen()).as("unseen, seed %d", seed).isEqualTo((int)
                    entries.stream().filter(entry -> !entry.flags().seen()).count());
            assertThat(folder.deleted()).as("deleted, seed %d", seed).isEqualTo((int)
                    entries.stream().filter(entry -> entry.flags().deleted()).count());
            long size = entries.stream().mapToLong(entry -> entry.size()).sum();
            assertThat(folder.bytes()).as("bytes, seed %d", seed).isEqualTo(size);
            assertThat(entries)
                    .as("modseq, seed %d", seed)
                    .allMatch(entry -> !entry.modSeq().isAfter(folder.changed()));
            bytes += size;
            objects += entries.size();
            for (var entry : entries) {
                var placement = view.locate(entry.object()).orElseThrow();
                assertThat(view.object(placement).entry()).isEqualTo(entry);
                assertThat(Stage.bytes(view.payload(placement)).length).isEqualTo((int) entry.size());
            }
        }
        assertThat(view.usage().bytes()).as("seed %d", seed).isEqualTo(bytes);
        assertThat(view.usage().objects()).as("seed %d", seed).isEqualTo(objects);
    }

    private static void checkUids(Iterable<Commit> commits, long seed) {
        var last = new HashMap<FolderId, Uid>();
        var seen = new ArrayList<Change>();
        for (var commit : commits) {
            for (var change : commit.changes()) {
                if (change instanceof Change.ObjectAdded added) {
                    ascends(last, added.folder(), added.entry().uid(), seed);
                    seen.add(change);
                } else if (change instanceof Change.ObjectMoved moved) {
                    ascends(last, moved.to(), moved.entry().uid(), seed);
                    seen.add(change);
                }
            }
        }
        assertThat(seen).as("seed %d", seed).isNotEmpty();
    }

    private static void ascends(Map<FolderId, Uid> last, FolderId folder, Uid uid, long seed) {
        var before = last.put(folder, uid);
        assertThat(before == null || before.compareTo(uid) < 0)
                .as("uid %s after %s, seed %d", uid, before, seed)
                .isTrue();
    }

    private static void checkValidities(Iterable<Commit> commits, long seed) {
        var last = new HashMap<FolderPath, Integer>();
        for (var commit : commits) {
            for (var change : commit.changes()) {
                if (change instanceof Change.FolderCreated created) {
                    var before = last.put(created.path(), created.uidValidity());
                    assertThat(before == null || before < created.uidValidity())
                            .as("uidvalidity of %s, seed %d", created.path(), seed)
                            .isTrue();
                }
            }
        }
    }
}
