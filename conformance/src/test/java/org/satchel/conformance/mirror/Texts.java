// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.mirror;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipInputStream;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.satchel.model.mime.ForeignXml;

/// What people write to each other: the whole NUS SMS Corpus (Chen and Kan 2013) when `-Dsatchel.corpus=FILE` names its
/// zip, else sentences of our own.
final class Texts {
    private static final List<String> PLANS = List.of(
            "Lunch at %s?",
            "Running late, wait at %s \uD83D\uDE42", "Left the keys at %s.\nTell nobody.", "See you at %s, 6 sharp");
    private static final List<String> PLACES =
            List.of("the pier", "the café", "gate 4", "Grüne Straße", "東京駅", "the old library", "my place");

    private Texts() {}

    /// @param count of sentences, when there is no corpus
    static List<String> all(int count) throws IOException {
        var corpus = System.getProperty("satchel.corpus", "");
        return corpus.isEmpty() ? invented(count) : read(Path.of(corpus));
    }

    private static List<String> invented(int count) {
        var texts = new ArrayList<String>(count);
        for (int i = 0; i < count; i++) {
            texts.add(PLANS.get(i % PLANS.size()).formatted(PLACES.get(i % PLACES.size())) + " (" + i + ")");
        }
        return texts;
    }

    private static List<String> read(Path zip) throws IOException {
        try (var in = new ZipInputStream(Files.newInputStream(zip))) {
            if (in.getNextEntry() == null) {
                throw new IOException(zip + " is empty");
            }
            return texts(in);
        } catch (XMLStreamException e) {
            throw new IOException(zip + " is not the corpus", e);
        }
    }

    private static List<String> texts(InputStream in) throws XMLStreamException {
        var texts = new ArrayList<String>();
        try (var reader = ForeignXml.of(in)) {
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamConstants.START_ELEMENT
                        && reader.getLocalName().equals("text")) {
                    texts.add(reader.getElementText());
                }
            }
        }
        return texts;
    }
}
