// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.sync;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.satchel.server.sync.Journal.Extent;

/// The local copy of a box: what the journal says, and the payload files beside it. Used by one thread, but for
/// [#payload].
///
/// Nothing counts before [#commit]; whoever is killed before that stands where the last commit left him. Files of
/// payloads are there before the line that speaks of them counts, and go after it no longer does.
final class Mirror implements AutoCloseable {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Path folder;
    private final FileChannel lock;
    private final long garbageMax;
    private final Map<String, Held> objects = new HashMap<>();
    private final Map<String, Line> folders = new HashMap<>();
    private final Set<String> broken = new HashSet<>();
    private final List<Outdated> outdated = new ArrayList<>();
    private final PayloadFiles files;
    private State state;
    private Journal journal;
    private long liveBytes;
    private long payloadBytes;

    /// What is known of an object.
    ///
    /// @param parts its payload files
    /// @param bytes of them together
    /// @param pass in which it was seen last
    private record Held(long modSeq, Extent line, int parts, long bytes, int pass) {
        Held seenIn(int other) {
            return new Held(modSeq, line, parts, bytes, other);
        }
    }

    private record Line(JsonNode content, Extent at, int pass) {}

    /// A payload file that goes with the next commit.
    private record Outdated(String id, int part) {}

    private Mirror(Path folder, FileChannel lock, State state, long garbageMax) throws IOException {
        this.folder = folder;
        this.lock = lock;
        this.state = state;
        this.garbageMax = garbageMax;
        files = new PayloadFiles(folder.resolve("payloads"));
        journal = new Journal(
                folder.resolve(state.journal().file()), state.journal().bytes());
        journal.readAll(this::replay);
        tidy();
    }

    /// Opens the copy of a box in a folder, which is made when it is not there.
    ///
    /// @throws IllegalArgumentException when the folder holds something else, or another process has it
    static Mirror open(Path folder, String store, String box, long garbageMax) throws IOException {
        create(folder);
        var lock = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (!isLocked(lock)) {
                throw new IllegalArgumentException(folder + " is kept in step by another process");
            }
            var state = State.read(folder).orElseGet(() -> State.first(store, box, "journal-1.jsonl"));
            if (!state.store().equals(store) || !state.box().equals(box)) {
                throw new IllegalArgumentException(folder + " holds box " + state.box() + " of store " + state.store());
            }
            return new Mirror(folder, lock, state, garbageMax);
        } catch (IOException | RuntimeException failure) {
            lock.close();
            throw failure;
        }
    }

    State state() {
        return state;
    }

    int objectCount() {
        return objects.size();
    }

    int folderCount() {
        return folders.size();
    }

    long payloadBytes() {
        return payloadBytes;
    }

    /// Mod-sequence of an object that is here, whole.
    OptionalLong modSeq(String id) {
        var held = objects.get(id);
        return held == null || broken.contains(id) ? OptionalLong.empty() : OptionalLong.of(held.modSeq());
    }

    /// The object as it was put last, when its payload files are all here.
    Optional<JsonNode> object(String id) throws IOException {
        var held = objects.get(id);
        return held == null || broken.contains(id)
                ? Optional.empty()
                : Optional.of(Journal.parsed(journal.read(held.line())).path("object"));
    }

    /// URLs of objects whose payload files somebody has damaged.
    List<String> broken() throws IOException {
        var urls = new ArrayList<String>();
        for (var id : broken) {
            var held = objects.get(id);
            if (held != null) {
                urls.add(Journal.parsed(journal.read(held.line()))
                        .path("object")
                        .path("resourceURL")
                        .asText());
            }
        }
        return urls;
    }

    /// Where a payload part lies, or is to be put.
    ///
    /// @param part from 1
    Path payload(String id, int part) throws IOException {
        return files.path(id, part);
    }

    /// @param sizes of its payload files, which are there
    void put(String id, JsonNode object, List<Long> sizes) throws IOException {
        var line = NODES.objectNode();
        line.set("object", object);
        var parts = line.putArray("parts");
        sizes.forEach(parts::add);
        line.put("pass", state.pass().number());
        outdate(id, sizes.size() + 1);
        hold(id, line, journal.append(line));
        broken.remove(id);
    }

    /// Like [#put], with the payload files that it has already.
    void change(String id, JsonNode object) throws IOException {
        var held = objects.get(id);
        if (held == null) {
            throw new IllegalStateException("object " + id + " is not here");
        }
        var sizes = new ArrayList<Long>();
        Journal.parsed(journal.read(held.line())).path("parts").forEach(size -> sizes.add(size.asLong()));
        put(id, object, sizes);
    }

    void putFolder(String id, JsonNode content) throws IOException {
        var line = NODES.objectNode();
        line.set("folder", content);
        line.put("pass", state.pass().number());
        holdFolder(id, line, journal.append(line));
    }

    /// The object is as it was put; only that it was seen in this pass is new.
    void seen(String id) throws IOException {
        if (state.pass().number() == 1) {
            return;
        }
        var line = NODES.objectNode().put("seen", id).put("pass", state.pass().number());
        journal.append(line);
        objects.computeIfPresent(id, (_, held) -> held.seenIn(state.pass().number()));
    }

    void remove(String id) throws IOException {
        if (objects.containsKey(id)) {
            outdate(id, 1);
            journal.append(NODES.objectNode().put("gone", id));
            drop(id);
        }
    }

    void removeFolder(String id) throws IOException {
        if (folders.containsKey(id)) {
            journal.append(NODES.objectNode().put("goneFolder", id));
            dropFolder(id);
        }
    }

    /// Removes whatever was not seen in this pass.
    void sweep() throws IOException {
        int pass = state.pass().number();
        for (var entry : List.copyOf(objects.entrySet())) {
            if (entry.getValue().pass() < pass) {
                remove(entry.getKey());
            }
        }
        for (var entry : List.copyOf(folders.entrySet())) {
            if (entry.getValue().pass() < pass) {
                removeFolder(entry.getKey());
            }
        }
    }

    /// Makes everything count that was put and removed since the last commit, together with where it leads.
    void commit(State next) throws IOException {
        if (journal.bytes() - liveBytes > Math.max(garbageMax, liveBytes)) {
            rewrite(next);
        } else {
            journal.force();
            state = next.with(new State.Journal(journal.name(), journal.bytes()));
            state.write(folder);
        }
        for (var old : outdated) {
            var held = objects.get(old.id());
            if (held == null || held.parts() < old.part()) {
                Files.deleteIfExists(files.path(old.id(), old.part()));
            }
        }
        outdated.clear();
    }

    @Override
    public void close() throws IOException {
        journal.close();
        lock.close();
    }

    private void outdate(String id, int from) {
        var held = objects.get(id);
        for (int part = from; held != null && part <= held.parts(); part++) {
            outdated.add(new Outdated(id, part));
        }
    }

    /// Removes what a broken-off run left behind, and finds out what somebody else has taken away.
    private void tidy() throws IOException {
        try (var journals = Files.newDirectoryStream(folder, "journal-*.jsonl")) {
            for (var file : journals) {
                if (!String.valueOf(file.getFileName()).equals(journal.name())) {
                    Files.delete(file);
                }
            }
        }
        var due = new HashMap<String, Integer>();
        objects.forEach((id, held) -> due.put(id, held.parts()));
        var found = files.tidy(due);
        objects.forEach((id, held) -> {
            if (!found.getOrDefault(id, PayloadFiles.Amount.NONE)
                    .equals(new PayloadFiles.Amount(held.parts(), held.bytes()))) {
                broken.add(id);
            }
        });
    }

    private static void create(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        var parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (posix) {
            // It holds what people wrote to each other.
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectory(folder);
        }
    }

    private static boolean isLocked(FileChannel lock) throws IOException {
        try {
            return lock.tryLock() != null;
        } catch (OverlappingFileLockException here) {
            return false;
        }
    }

    /// Writes only the lines that are up to date, to another file.
    private void rewrite(State next) throws IOException {
        var old = journal;
        int number = Integer.parseInt(old.name().replaceAll("\\D", "")) + 1;
        var fresh = new Journal(folder.resolve("journal-" + number + ".jsonl"), 0);
        for (var entry : folders.entrySet()) {
            var line = entry.getValue();
            entry.setValue(new Line(line.content(), fresh.append(old.read(line.at())), line.pass()));
        }
        for (var entry : objects.entrySet()) {
            var held = entry.getValue();
            var line = (ObjectNode) Journal.parsed(old.read(held.line()));
            line.put("pass", held.pass());
            entry.setValue(new Held(held.modSeq(), fresh.append(line), held.parts(), held.bytes(), held.pass()));
        }
        fresh.force();
        journal = fresh;
        liveBytes = fresh.bytes();
        state = next.with(new State.Journal(fresh.name(), fresh.bytes()));
        state.write(folder);
        old.close();
        Files.delete(folder.resolve(old.name()));
    }

    private void replay(JsonNode line, Extent at) {
        if (line.has("object")) {
            hold(Nms.key(line.path("object").path("resourceURL").asText()), line, at);
        } else if (line.has("folder")) {
            holdFolder(Nms.key(line.path("folder").path("resourceURL").asText()), line, at);
        } else if (line.has("gone")) {
            drop(line.path("gone").asText());
        } else if (line.has("goneFolder")) {
            dropFolder(line.path("goneFolder").asText());
        } else if (line.has("seen")) {
            int pass = line.path("pass").asInt();
            objects.computeIfPresent(line.path("seen").asText(), (_, held) -> held.seenIn(pass));
        }
    }

    private void hold(String id, JsonNode line, Extent at) {
        drop(id);
        long bytes = 0;
        for (var size : line.path("parts")) {
            bytes += size.asLong();
        }
        var modSeq = line.path("object").path("lastModSeq").asLong();
        objects.put(
                id,
                new Held(
                        modSeq,
                        at,
                        line.path("parts").size(),
                        bytes,
                        line.path("pass").asInt()));
        liveBytes += at.length();
        payloadBytes += bytes;
    }

    private void holdFolder(String id, JsonNode line, Extent at) {
        dropFolder(id);
        folders.put(id, new Line(line.path("folder"), at, line.path("pass").asInt()));
        liveBytes += at.length();
    }

    private void drop(String id) {
        var held = objects.remove(id);
        if (held != null) {
            liveBytes -= held.line().length();
            payloadBytes -= held.bytes();
        }
    }

    private void dropFolder(String id) {
        var line = folders.remove(id);
        if (line != null) {
            liveBytes -= line.at().length();
        }
    }
}
