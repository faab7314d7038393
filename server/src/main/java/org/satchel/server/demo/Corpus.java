// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipInputStream;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.satchel.model.mime.ForeignXml;

/// Short messages of two people.
///
/// @param origin where they come from, for the reader
record Corpus(List<String> first, List<String> second, String origin) {
    private static final int TEXT_LENGTH_MAX = 1_000;
    private static final String CITATION =
            "NUS SMS Corpus (Chen and Kan 2013), the two most frequent senders of its first part";

    Corpus {
        first = List.copyOf(first);
        second = List.copyOf(second);
    }

    /// The first zip of the corpus in the folder, if there is one.
    static Optional<Path> find(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (var files = Files.newDirectoryStream(folder, "nus-sms-corpus-en-*.zip")) {
            for (var file : files) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    /// Reads until two senders have enough.
    static Corpus read(Path zip, int each) throws IOException {
        var bySender = new LinkedHashMap<String, List<String>>();
        try (var in = new ZipInputStream(Files.newInputStream(zip))) {
            if (in.getNextEntry() == null) {
                throw new IOException(zip + " is empty");
            }
            collect(in, bySender, each);
        } catch (XMLStreamException e) {
            throw new IOException(zip + " is not the corpus: " + e.getMessage(), e);
        }
        var full =
                bySender.values().stream().filter(texts -> texts.size() >= each).toList();
        if (full.size() < 2) {
            throw new IOException(zip + " has no two senders with " + each + " messages");
        }
        return new Corpus(full.get(0), full.get(1), CITATION);
    }

    /// Sentences of our own, for when the corpus is not at hand.
    static Corpus invented(int each) {
        return new Corpus(sentences(each, "Ann"), sentences(each, "Ben"), "invented sentences");
    }

    private static List<String> sentences(int count, String name) {
        var places = List.of("the pier", "the café", "gate 4", "Grüne Straße", "東京駅", "the old library", "my place");
        var plans = List.of(
                "Lunch at %s?", "Running late, wait at %s 🙂", "Left the keys at %s.", "See you at %s, 6 sharp");
        var texts = new ArrayList<String>(count);
        for (int i = 0; i < count; i++) {
            texts.add(
                    plans.get(i % plans.size()).formatted(places.get(i % places.size())) + " (" + name + " " + i + ")");
        }
        return texts;
    }

    private static void collect(InputStream in, Map<String, List<String>> bySender, int each)
            throws XMLStreamException {
        var text = "";
        int full = 0;
        try (var reader = ForeignXml.of(in)) {
            while (full < 2 && reader.hasNext()) {
                if (reader.next() != XMLStreamConstants.START_ELEMENT) {
                    continue;
                }
                switch (reader.getLocalName()) {
                    case "text" -> text = reader.getElementText().strip();
                    case "srcNumber" -> full += add(bySender, sender(reader), text, each);
                    default -> {}
                }
            }
        }
    }

    private static String sender(XMLStreamReader reader) throws XMLStreamException {
        return reader.getElementText().strip();
    }

    /// @return 1 when this one made the sender's list full
    private static int add(Map<String, List<String>> bySender, String sender, String text, int each) {
        var texts = bySender.computeIfAbsent(sender, unknown -> new ArrayList<>());
        if (text.isEmpty() || text.length() > TEXT_LENGTH_MAX || texts.size() >= each) {
            return 0;
        }
        texts.add(text);
        return texts.size() == each ? 1 : 0;
    }
}
