// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class CorpusTest {
    @TempDir
    Path folder;

    @Test
    void the_first_two_senders_with_enough_messages_speak() throws IOException {
        var zip = zip(
                message("51", "Bugis oso near wat..."),
                message("65", "Where r u?"),
                message("99", "Only one of mine"),
                message("65", "At gate 4 &amp; waiting"),
                message("51", "Go until jurong point"),
                message("51", "One too many"));
        var corpus = Corpus.read(zip, 2);
        assertThat(corpus.first()).containsExactly("Bugis oso near wat...", "Go until jurong point");
        assertThat(corpus.second()).containsExactly("Where r u?", "At gate 4 & waiting");
        assertThat(corpus.origin()).contains("NUS SMS Corpus");
    }

    @Test
    void empty_and_overlong_texts_are_passed_over() throws IOException {
        var zip = zip(
                message("51", ""), message("51", "x".repeat(1_001)), message("51", "kept"), message("65", "kept too"));
        var corpus = Corpus.read(zip, 1);
        assertThat(corpus.first()).containsExactly("kept");
        assertThat(corpus.second()).containsExactly("kept too");
    }

    @Test
    void a_corpus_that_is_too_small_or_none_at_all_is_refused_by_name() throws IOException {
        var small = zip(message("51", "alone"));
        assertThatThrownBy(() -> Corpus.read(small, 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has no two senders with 1 messages");
        var broken = zip("<message><text>never closed");
        assertThatThrownBy(() -> Corpus.read(broken, 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not the corpus");
        var noZip = Files.writeString(folder.resolve("nus-sms-corpus-en-none.zip"), "no zip");
        assertThatThrownBy(() -> Corpus.read(noZip, 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is empty");
    }

    @Test
    void an_entity_that_names_a_file_brings_nothing_in() throws IOException {
        var secret = Files.writeString(folder.resolve("secret.txt"), "not for the corpus");
        var zip = folder.resolve("nus-sms-corpus-en-evil.zip");
        write(zip, """
                <!DOCTYPE smsCorpus [<!ENTITY e SYSTEM "%s">]>
                <smsCorpus>%s%s</smsCorpus>
                """.formatted(secret.toUri(), message("51", "&e;"), message("65", "hello")));
        assertThatThrownBy(() -> Corpus.read(zip, 1))
                .isInstanceOf(IOException.class)
                .hasMessageNotContaining("not for the corpus");
    }

    @Test
    void it_is_found_by_its_name_in_a_folder_that_may_be_missing() throws IOException {
        assertThat(Corpus.find(folder.resolve("missing"))).isEmpty();
        Files.writeString(folder.resolve("README.md"), "no corpus");
        assertThat(Corpus.find(folder)).isEmpty();
        var zip = zip(message("51", "a"), message("65", "b"));
        assertThat(Corpus.find(folder)).contains(zip);
    }

    @Test
    void invented_sentences_are_as_many_as_asked_for_and_all_different() {
        var corpus = Corpus.invented(40);
        assertThat(corpus.first()).hasSize(40);
        assertThat(corpus.second()).hasSize(40);
        assertThat(Stream.concat(corpus.first().stream(), corpus.second().stream()))
                .doesNotHaveDuplicates()
                .anyMatch(text -> !StandardCharsets.US_ASCII.newEncoder().canEncode(text));
    }

    private static String message(String sender, String text) {
        return """
                <message id="1"><text>%s</text><source><srcNumber>%s</srcNumber></source></message>
                """.formatted(text, sender);
    }

    private Path zip(String... messages) throws IOException {
        var zip = folder.resolve("nus-sms-corpus-en-2015.03.09.xml.zip");
        write(
                zip,
                Stream.of(messages)
                        .collect(Collectors.joining("", "<?xml version=\"1.0\"?><smsCorpus>", "</smsCorpus>")));
        return zip;
    }

    private static void write(Path zip, String xml) throws IOException {
        try (var out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("corpus.xml"));
            out.write(xml.getBytes(StandardCharsets.UTF_8));
            out.closeEntry();
        }
    }
}
