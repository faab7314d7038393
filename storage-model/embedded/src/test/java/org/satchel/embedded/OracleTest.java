// SPDX-License-Identifier: Apache-2.0
package org.satchel.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.satchel.model.BoxView;
import org.satchel.model.MessageStore;
import org.satchel.model.ModSeq;
import org.satchel.model.Summary;
import org.satchel.model.Uid;
import org.satchel.model.contract.BoxPicture;
import org.satchel.model.contract.Engine;
import org.satchel.model.contract.RandomHistory;
import org.satchel.model.contract.Stage;
import org.satchel.model.memory.MemoryStore;
import org.satchel.model.state.BoxSettings;

/// Whatever is written, the engine on disk shows what the engine in memory shows, with reopens in between.
@Timeout(600)
class OracleTest {
    private static final int STEPS = 100;
    private static final int HISTORIES = 8;

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("seeds")
    void any_history_shows_the_same_on_disk_and_in_memory(long seed) {
        var random = new Random(seed);
        try (var disk = new Stage(new OnDisk());
                var memory = new Stage(MemoryStore::new)) {
            var onDisk = new RandomHistory(disk, seed);
            var inMemory = new RandomHistory(memory, seed);
            for (int i = 0; i < STEPS; i++) {
                onDisk.step();
                inMemory.step();
                if (random.nextInt(10) == 0) {
                    disk.reopen();
                }
                assertThat(BoxPicture.of(disk.view())).as("seed %d", seed).isEqualTo(BoxPicture.of(memory.view()));
            }
            assertThat(contents(disk.view())).as("seed %d", seed).isEqualTo(contents(memory.view()));
            assertThat(disk.commits(ModSeq.ZERO)).as("seed %d", seed).isEqualTo(memory.commits(ModSeq.ZERO));
        }
    }

    /// The same histories in each short run, new ones in each long run.
    static LongStream seeds() {
        return Boolean.getBoolean("satchel.long")
                ? new Random().longs(50L * HISTORIES)
                : new Random(HISTORIES).longs(HISTORIES);
    }

    private static List<Content> contents(BoxView view) {
        var contents = new ArrayList<Content>();
        for (var folder : view.folders()) {
            view.objects(folder.id(), Uid.FIRST, Uid.LAST, object -> {
                var bytes = Stage.bytes(view.payload(object.placement()));
                contents.add(new Content(object.summary(), List.of(bytes.length, Arrays.hashCode(bytes))));
            });
        }
        return contents;
    }

    /// @param bytes length and hash of the payload
    private record Content(Summary summary, List<Integer> bytes) {}

    private final class OnDisk implements Engine {
        @Override
        public MessageStore create(BoxSettings settings) {
            return Stores.open(folder.resolve("store"), Stores.SMALL.withBoxes(settings));
        }

        @Override
        public MessageStore reopen(MessageStore store, BoxSettings settings) {
            store.close();
            return create(settings);
        }
    }
}
