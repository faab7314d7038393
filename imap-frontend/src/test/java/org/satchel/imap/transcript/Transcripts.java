// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.transcript;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// The conversations in `transcripts/`.
public final class Transcripts {
    private Transcripts() {}

    /// By name.
    public static List<Transcript> all() throws IOException {
        var folder = Objects.requireNonNull(Transcripts.class.getResource("/transcripts"));
        try (var files = Files.list(Path.of(folder.toURI()))) {
            var transcripts =
                    files.filter(it -> it.toString().endsWith(".imap")).sorted().toList();
            var read = new ArrayList<Transcript>();
            for (var file : transcripts) {
                read.add(Transcript.read(file));
            }
            return read;
        } catch (URISyntaxException impossible) {
            throw new IOException(impossible);
        }
    }
}
