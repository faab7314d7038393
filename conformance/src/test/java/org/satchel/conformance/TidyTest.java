// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.satchel.conformance.Checkout.Text;

/// What the compiler cannot say about the files of this checkout. Each rule lists the places that break it.
class TidyTest {
    private static final int LINES_MAX = 400;
    private static final Pattern LEFTOVER = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
    private static final Pattern PRINTS = Pattern.compile("System\\.(out|err)\\b|\\.printStackTrace\\(\\)");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(#[^)]*)?\\)");
    private static final Pattern TEST_METHOD = Pattern.compile("^ +(?:public |default )?void (\\w+)\\(.*");
    private static final Pattern TEST_MARK = Pattern.compile("^ +@(Test|Property|ParameterizedTest|FuzzTest)\\b.*");

    private static final Checkout CHECKOUT = Checkout.open();
    private static final List<Exempt> EXEMPT = exempt();

    /// A file that may break `rule`.
    private record Exempt(String rule, String name, String reason) {}

    @Test
    void each_java_file_begins_with_the_licence_line() {
        assertThat(CHECKOUT.java()
                        .filter(text -> !text.lines().getFirst().equals("// SPDX-License-Identifier: Apache-2.0"))
                        .map(Text::name))
                .isEmpty();
    }

    @Test
    void each_package_says_what_it_owns_and_is_null_marked() {
        var packages = CHECKOUT.java().filter(Text::isMain).collect(groupingBy(Text::folder)).entrySet().stream();
        assertThat(packages.filter(entry -> entry.getValue().stream()
                                .noneMatch(text -> text.fileName().equals("package-info.java")
                                        && text.lines().contains("@NullMarked")
                                        && text.lines().get(1).startsWith("/// ")))
                        .map(entry -> entry.getKey() + "package-info.java"))
                .isEmpty();
    }

    @Test
    void only_listed_classes_print() {
        assertThat(allBut("prints", CHECKOUT.java().filter(Text::isMain))
                        .flatMap(text -> text.places(line -> !line.strip().startsWith("//")
                                && PRINTS.matcher(line).find())))
                .isEmpty();
    }

    @Test
    void nothing_is_left_to_be_done() {
        assertThat(CHECKOUT.sources().flatMap(text -> text.places(containing(LEFTOVER))))
                .isEmpty();
    }

    @Test
    void no_class_outgrows_its_file() {
        assertThat(allBut("length", CHECKOUT.java())
                        .filter(text -> text.lines().size() > LINES_MAX)
                        .map(text -> text.name() + ": " + text.lines().size() + " lines"))
                .isEmpty();
    }

    @Test
    void each_exception_has_a_reason_and_is_still_needed() {
        assertThat(EXEMPT.stream().filter(exempt -> exempt.reason().isBlank() || !isNeeded(exempt)))
                .isEmpty();
    }

    @Test
    void no_line_holds_a_tab_or_ends_in_blanks() {
        assertThat(CHECKOUT.sources()
                        .flatMap(text -> text.places(
                                line -> line.matches(".*[ \t]$") || (line.contains("\t") && !isTable(text)))))
                .isEmpty();
    }

    @Test
    void nothing_is_mocked() {
        assertThat(CHECKOUT.java().flatMap(text -> text.places(line -> line.startsWith("import org." + "mockito"))))
                .isEmpty();
    }

    @Test
    void tests_are_named_by_sentences() {
        assertThat(CHECKOUT.java().flatMap(TidyTest::oneWordTests)).isEmpty();
    }

    @Test
    void a_fuzz_test_is_alone_in_its_class_and_named_so() {
        assertThat(CHECKOUT.java()
                        .filter(text -> {
                            var count = text.places(line -> line.strip().startsWith("@FuzzTest"))
                                    .count();
                            return text.fileName().endsWith("FuzzTest.java") ? count != 1 : count != 0;
                        })
                        .map(Text::name))
                .isEmpty();
    }

    @Test
    void each_page_has_exactly_one_title() {
        assertThat(CHECKOUT.markdown()
                        .filter(text -> prose(text)
                                        .filter(line -> line.startsWith("# "))
                                        .count()
                                != 1)
                        .map(Text::name))
                .isEmpty();
    }

    @Test
    void each_link_to_a_file_leads_to_one() {
        assertThat(CHECKOUT.markdown()
                        .flatMap(text -> prose(text)
                                .flatMap(line -> LINK.matcher(line).results())
                                .map(link -> text.folder() + link.group(1))
                                .filter(target ->
                                        Files.notExists(CHECKOUT.root().resolve(target)))
                                .map(target -> text.name() + " -> " + target)))
                .isEmpty();
    }

    @Test
    void each_decision_is_listed_once_under_its_title() {
        var listed = prose(CHECKOUT.text("docs/adr/README.md"))
                .filter(line -> line.startsWith("| ["))
                .map(line -> line.replaceFirst("\\| \\[(\\d+)]\\(([^)]+)\\) \\| ([^|]+) \\|.*", "$2: # $1 · $3"))
                .toList();
        var decisions = CHECKOUT.markdown()
                .filter(text -> text.name().matches("docs/adr/\\d{4}-.*"))
                .map(text -> text.fileName() + ": " + text.lines().getFirst())
                .toList();
        assertThat(listed).isEqualTo(decisions);
    }

    @Test
    void the_specs_index_is_a_table_without_repetitions() {
        var rows = SpecsIndex.rows(CHECKOUT);
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.status()).isIn("yes", "partial", "no", "roadmap");
            assertThat(row.note()).isNotBlank();
        });
        assertThat(rows.stream().map(row -> row.document() + " " + row.section()))
                .doesNotHaveDuplicates();
    }

    @Test
    void sources_cite_only_documents_that_the_specs_index_says_we_follow() {
        Set<String> followed = SpecsIndex.rows(CHECKOUT).stream()
                .filter(row -> row.status().equals("yes") || row.status().equals("partial"))
                .map(SpecsIndex.Row::document)
                .collect(toSet());
        assertThat(CHECKOUT.java()
                        .filter(text -> !text.folder().startsWith("conformance/"))
                        .flatMap(text -> text.places(line -> SpecsIndex.cited(line)
                                .anyMatch(names -> names.stream().noneMatch(followed::contains)))))
                .isEmpty();
    }

    private static Stream<Text> allBut(String rule, Stream<Text> texts) {
        return texts.filter(text -> EXEMPT.stream()
                .noneMatch(exempt -> exempt.rule().equals(rule) && exempt.name().equals(text.name())));
    }

    private static boolean isNeeded(Exempt exempt) {
        return CHECKOUT.java()
                .filter(text -> text.name().equals(exempt.name()))
                .anyMatch(text -> switch (exempt.rule()) {
                    case "length" -> text.lines().size() > LINES_MAX;
                    case "prints" -> text.lines().stream().anyMatch(containing(PRINTS));
                    default -> false;
                });
    }

    private static List<Exempt> exempt() {
        return CHECKOUT.text("conformance/src/test/resources/tidy-exceptions.txt").lines().stream()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .map(line -> {
                    var columns = Pattern.compile(" {2,}").split(line + "  ", 3);
                    return new Exempt(columns[0], columns[1], columns[2]);
                })
                .toList();
    }

    private static Predicate<String> containing(Pattern pattern) {
        return line -> pattern.matcher(line).find();
    }

    private static boolean isTable(Text text) {
        return text.name().endsWith(".tsv");
    }

    private static Stream<String> oneWordTests(Text text) {
        var found = new ArrayList<String>();
        var marked = false;
        for (var line : text.lines()) {
            var method = TEST_METHOD.matcher(line);
            if (method.matches()) {
                if (marked && !method.group(1).contains("_")) {
                    found.add(text.name() + ": " + method.group(1));
                }
                marked = false;
            } else {
                marked |= TEST_MARK.matcher(line).matches();
            }
        }
        return found.stream();
    }

    /// The lines of a page that are not inside a fenced block.
    private static Stream<String> prose(Text text) {
        var lines = new ArrayList<String>();
        var fenced = false;
        for (var line : text.lines()) {
            if (line.strip().startsWith("```")) {
                fenced = !fenced;
            } else if (!fenced) {
                lines.add(line);
            }
        }
        return lines.stream();
    }
}
