// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipInputStream;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.satchel.model.mime.ForeignXml;

/// Short message texts.
///
/// @param origin where they come from, for the report
public record Texts(String origin, List<String> texts) {
    private static final String CORPUS = "nus-sms-corpus-en-2015.03.09.xml.zip";
    /// Bounds on what a zip may make us hold or read.
    private static final int TEXTS_MAX = 20_000;

    private static final int TEXT_CHARS_MAX = 2_000;
    private static final List<String> WORDS = List.of(
            "see", "you", "at", "the", "station", "tonight", "lunch", "late", "ok", "call", "me", "when", "home",
            "train", "bring", "keys", "thanks", "love", "sorry", "meeting", "moved", "to", "six", "haha", "où", "☺");

    public Texts {
        texts = List.copyOf(texts);
        if (texts.isEmpty()) {
            throw new IllegalArgumentException("no texts in " + origin);
        }
    }

    /// The corpus when its file is in `folder`, else made up texts.
    public static Texts from(Path folder) throws IOException {
        var file = folder.resolve(CORPUS);
        if (!Files.isRegularFile(file)) {
            return madeUp();
        }
        try (var zip = new ZipInputStream(Files.newInputStream(file))) {
            if (zip.getNextEntry() == null) {
                throw new IOException(file + " is an empty archive");
            }
            return new Texts("NUS SMS Corpus (Chen and Kan 2013), release 2015.03.09", read(zip));
        } catch (XMLStreamException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    static Texts madeUp() {
        var random = new Random(20150309);
        var texts = new ArrayList<String>();
        for (int i = 0; i < 2_000; i++) {
            var text = new StringBuilder();
            for (int words = 3 + random.nextInt(20); words > 0; words--) {
                text.append(WORDS.get(random.nextInt(WORDS.size()))).append(words > 1 ? " " : ".");
            }
            texts.add(text.toString());
        }
        return new Texts("made up texts", texts);
    }

    private static List<String> read(ZipInputStream xml) throws XMLStreamException {
        var texts = new ArrayList<String>();
        try (var reader = ForeignXml.of(xml)) {
            while (reader.hasNext() && texts.size() < TEXTS_MAX) {
                if (reader.next() == XMLStreamConstants.START_ELEMENT
                        && reader.getLocalName().equals("text")) {
                    add(reader, texts);
                }
            }
        }
        return texts;
    }

    private static void add(XMLStreamReader reader, List<String> texts) throws XMLStreamException {
        var text = reader.getElementText().replaceAll("\\s+", " ").strip();
        if (!text.isEmpty() && text.length() <= TEXT_CHARS_MAX) {
            texts.add(text);
        }
    }
}
