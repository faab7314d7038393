// SPDX-License-Identifier: Apache-2.0
package org.satchel.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.satchel.model.contract.BlobStoreContract.BOX;
import static org.satchel.model.contract.BlobStoreContract.DAY;
import static org.satchel.model.contract.BlobStoreContract.name;
import static org.satchel.model.contract.BlobStoreContract.read;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.satchel.model.ContentId;
import org.satchel.model.StoreFailure;
import org.satchel.model.blob.BlobName;
import org.satchel.model.blob.StoredBlob;
import org.satchel.model.contract.SampleContent;

/// What lies in the folder, and what happens when its disk is full.
@Timeout(300)
class FolderFilesTest {
    private static final Duration DAY_LONG = Duration.ofDays(1);

    @TempDir
    private Path folder;

    @Test
    void what_a_killed_process_left_is_removed_when_it_is_a_day_old() throws IOException {
        try (var blobs = open(0)) {
            blobs.put(name(1), SampleContent.of(10));
            var old = leave("old", DAY_LONG.plusSeconds(1));
            var young = leave("young", DAY_LONG.minusMinutes(1));
            assertThat(blobs.discardUnfinished(Instant.now().minus(DAY_LONG))).isEqualTo(1);
            assertThat(old).doesNotExist();
            assertThat(young).exists();
            assertThat(read(blobs, name(1), 0, 10)).hasSize(10);
        }
    }

    @Test
    void folders_of_days_long_past_go_when_they_are_empty_and_strangers_files_stay() throws IOException {
        try (var blobs = open(0)) {
            var today = BlobName.of(Instant.now(), BOX, new ContentId(1));
            for (var name : List.of(name(1), new BlobName(DAY.plusDays(1), BOX, new ContentId(1)), today)) {
                blobs.put(name, SampleContent.of(10));
                blobs.delete(name);
            }
            blobs.put(name(2), SampleContent.of(10));
            Files.writeString(folder.resolve("20250101"), "a file, no folder");
            var note = Files.writeString(folder.resolve("20260303").resolve("note.txt"), "of the operator");
            assertThat(blobs.discardUnfinished(Instant.now().minus(DAY_LONG))).isZero();
            assertThat(folder.resolve("20260304")).doesNotExist();
            assertThat(note).exists();
            assertThat(folder.resolve("20250101")).exists();
            assertThat(blobs.generations()).contains(DAY, today.generation()).doesNotContain(DAY.plusDays(1));
            assertThat(blobs.list(DAY, null, 10)).extracting(StoredBlob::name).containsExactly(name(2));
            assertThat(blobs.list(LocalDate.of(2025, 1, 1), null, 10)).isEmpty();
            blobs.put(new BlobName(DAY.plusDays(1), BOX, new ContentId(2)), SampleContent.of(10));
        }
    }

    @Test
    void two_stores_share_a_folder() throws IOException {
        try (var one = open(0);
                var other = open(0)) {
            one.put(name(1), SampleContent.of(100_000));
            assertThat(read(other, name(1), 50_000, 50_000)).isEqualTo(SampleContent.range(50_000, 50_000));
            other.delete(name(1));
            assertThatThrownBy(() -> one.open(name(1), 0, 1)).isInstanceOf(StoreFailure.NotFound.class);
        }
    }

    @Test
    void below_its_reserve_a_disk_takes_nothing_and_gives_everything() throws IOException {
        try (var blobs = open(0)) {
            blobs.put(name(1), SampleContent.of(10));
        }
        try (var blobs = open(Long.MAX_VALUE)) {
            assertThatThrownBy(() -> blobs.put(name(2), SampleContent.of(10)))
                    .isInstanceOf(StoreFailure.DiskFull.class);
            assertThat(blobs.obstacle()).hasValue("the disk is full");
            assertThat(read(blobs, name(1), 0, 10)).hasSize(10);
            blobs.delete(name(1));
            assertThat(blobs.list(DAY, null, 10)).isEmpty();
        }
    }

    @Test
    void a_full_disk_refuses_and_is_used_again_when_it_has_room() throws Exception {
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", folder.toString()))
                .as("mounting takes root")
                .isZero();
        try (var blobs = open(0)) {
            blobs.put(name(1), SampleContent.of(10 << 20));
            assertThatThrownBy(() -> blobs.put(name(2), SampleContent.of(10 << 20)))
                    .isInstanceOf(StoreFailure.DiskFull.class)
                    .hasMessageNotContaining(folder.toString());
            assertThatThrownBy(() -> blobs.open(name(2), 0, 1)).isInstanceOf(StoreFailure.NotFound.class);
            assertThat(folder.resolve("tmp")).isEmptyDirectory();
            assertThat(read(blobs, name(1), 0, 10 << 20)).isEqualTo(SampleContent.range(0, 10 << 20));
            blobs.delete(name(1));
            blobs.put(name(2), SampleContent.of(10 << 20));
        } finally {
            run("umount", "-l", folder.toString());
        }
    }

    @Test
    void a_folder_that_is_gone_is_told_without_its_name() throws IOException {
        try (var blobs = open(0)) {
            Files.delete(folder.resolve("tmp"));
            assertThatThrownBy(() -> blobs.put(name(1), SampleContent.of(10)))
                    .isInstanceOf(StoreFailure.Unavailable.class)
                    .hasMessageNotContaining(folder.toString());
            assertThat(blobs.obstacle()).hasValue("the payload folder cannot be written");
        }
        var file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> FolderBlobStore.open(FolderSettings.of(file)))
                .isInstanceOf(StoreFailure.Unavailable.class);
    }

    private FolderBlobStore open(long reserveBytes) {
        return FolderBlobStore.open(new FolderSettings(folder, reserveBytes));
    }

    private Path leave(String name, Duration age) throws IOException {
        var file = Files.writeString(folder.resolve("tmp").resolve(name), "half of it");
        return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
