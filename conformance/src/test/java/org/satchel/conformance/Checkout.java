// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The text files of this checkout, as they lie on disk. What builds leave behind and hidden folders do not count.
record Checkout(Path root, List<Text> texts) {
    Checkout {
        texts = List.copyOf(texts);
    }

    /// One text file.
    ///
    /// @param name path from the root of the checkout, with `/`
    record Text(String name, List<String> lines) {
        Text {
            lines = List.copyOf(lines);
        }

        boolean isJava() {
            return name.endsWith(".java");
        }

        /// Written by people for this project; plain text may be a sample of anything.
        boolean isSource() {
            return !name.endsWith(".txt");
        }

        boolean isMain() {
            return name.contains("/src/main/java/");
        }

        boolean isMarkdown() {
            return name.endsWith(".md");
        }

        String folder() {
            return name.substring(0, name.lastIndexOf('/') + 1);
        }

        String fileName() {
            return name.substring(name.lastIndexOf('/') + 1);
        }

        /// `name:line: text` of each line that `isWrong`.
        Stream<String> places(Predicate<String> isWrong) {
            return IntStream.range(0, lines.size())
                    .filter(at -> isWrong.test(lines.get(at)))
                    .mapToObj(at -> name + ":" + (at + 1) + ": " + lines.get(at).strip());
        }
    }

    static Checkout open() {
        var root = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(root.resolve("docs/adr"))) {
            root = root.getParent();
            if (root == null) {
                throw new IllegalStateException(
                        "not inside a checkout: " + Path.of("").toAbsolutePath());
            }
        }
        var texts = new ArrayList<Text>();
        collect(root, root, texts);
        return new Checkout(root, texts);
    }

    Stream<Text> sources() {
        return texts.stream().filter(Text::isSource);
    }

    Stream<Text> java() {
        return texts.stream().filter(Text::isJava);
    }

    Stream<Text> markdown() {
        return texts.stream().filter(Text::isMarkdown);
    }

    Text text(String name) {
        return texts.stream()
                .filter(text -> text.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no file " + name));
    }

    private static void collect(Path root, Path folder, List<Text> into) {
        try (var entries = Files.list(folder)) {
            for (var entry : entries.sorted().toList()) {
                var name = entry.getFileName().toString();
                if (Files.isDirectory(entry)) {
                    if (!name.startsWith(".") && !name.equals("target") && !name.equals("node_modules")) {
                        collect(root, entry, into);
                    }
                } else if (name.matches("satchel|.*\\.(java|md|xml|sh|py|js|html|css|yml|yaml|tsv|txt|properties)")) {
                    into.add(new Text(root.relativize(entry).toString().replace('\\', '/'), Files.readAllLines(entry)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder, e);
        }
    }
}
