// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.sync;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Where a mirror stands, as `state.json` holds it. That file is replaced whole, so what it says is true together.
///
/// @param store name of the store
/// @param journal which lines count
/// @param position what was told last, of the subscription
/// @param correlator that channel and subscription are made with, so that whoever asks twice gets them once
/// @param channel null = none is known
/// @param subscription URL; null = none is known
/// @param resyncs how often everything had to be read again
record State(
        String store,
        String box,
        Journal journal,
        Pass pass,
        Position position,
        String correlator,
        @Nullable Channel channel,
        @Nullable String subscription,
        int resyncs) {
    static final String FILE = "state.json";

    private static final String NEXT = "state.json.new";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /// @param file in the same folder
    /// @param bytes of it that count
    record Journal(String file, long bytes) {}

    /// Reading everything, page by page.
    ///
    /// @param number of this pass, from 1
    /// @param cursor empty = from the first page
    record Pass(int number, Stage stage, String cursor) {
        /// What is read now.
        enum Stage {
            FOLDERS,
            OBJECTS,
            DONE
        }
    }

    /// @param restartToken empty = never subscribed
    /// @param index of the last list that was taken
    record Position(String restartToken, long index) {}

    /// A notification channel.
    record Channel(String resourceURL, String callbackURL, String channelURL) {}

    static State first(String store, String box, String journal) {
        return new State(
                store,
                box,
                new Journal(journal, 0),
                new Pass(1, Pass.Stage.FOLDERS, ""),
                new Position("", 0),
                anew(),
                null,
                null,
                0);
    }

    State with(Journal other) {
        return new State(store, box, other, pass, position, correlator, channel, subscription, resyncs);
    }

    State with(Pass other) {
        return new State(store, box, journal, other, position, correlator, channel, subscription, resyncs);
    }

    /// With the position that is known by now.
    ///
    /// @param restartToken empty = that of before
    State at(String restartToken, long index) {
        var token = restartToken.isEmpty() ? position.restartToken() : restartToken;
        return new State(
                store, box, journal, pass, new Position(token, index), correlator, channel, subscription, resyncs);
    }

    /// With a channel to which no subscription leads yet.
    State over(Channel made) {
        return new State(store, box, journal, pass, position, correlator, made, null, resyncs);
    }

    State subscribed(String url) {
        return new State(store, box, journal, pass, position, correlator, channel, url, resyncs);
    }

    /// Without channel and subscription.
    State alone() {
        return new State(store, box, journal, pass, position, anew(), null, null, resyncs);
    }

    /// Everything is to be read again.
    State reset() {
        var again = new Pass(pass.number() + 1, Pass.Stage.FOLDERS, "");
        return new State(store, box, journal, again, position, correlator, channel, subscription, resyncs + 1);
    }

    boolean isComplete() {
        return pass.stage() == Pass.Stage.DONE;
    }

    private static String anew() {
        return "sync-" + UUID.randomUUID();
    }

    static Optional<State> read(Path folder) throws IOException {
        var file = folder.resolve(FILE);
        return Files.exists(file) ? Optional.of(JSON.readValue(file.toFile(), State.class)) : Optional.empty();
    }

    /// Replaces the file.
    void write(Path folder) throws IOException {
        var next = folder.resolve(NEXT);
        try (var out = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            var bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(this));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(next, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    }
}
