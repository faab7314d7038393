// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The documents we follow, and how sources name them.
final class SpecsIndex {
    private static final Pattern RFC = Pattern.compile("\\bRFC \\d+");
    /// One or two words before a section sign: `CPM-MSG §5.11`, `OMA NMS §5.4`, `NMS §5.4`.
    private static final Pattern SECTION = Pattern.compile("(?:([A-Z][\\w.-]*) )?([A-Z][\\w.-]*) §");

    private SpecsIndex() {}

    /// @param section `-` for the whole document
    record Row(String document, String section, String status, String note) {}

    static List<Row> rows(Checkout checkout) {
        return checkout.text("docs/specs/index.tsv").lines().stream()
                .skip(1)
                .map(line -> {
                    var columns = Pattern.compile("\t").split(line, -1);
                    if (columns.length != 4) {
                        throw new AssertionError("docs/specs/index.tsv: not four columns: " + line);
                    }
                    return new Row(columns[0], columns[1], columns[2], columns[3]);
                })
                .toList();
    }

    /// The documents that `line` cites; for each the names it may stand under in the index.
    static Stream<List<String>> cited(String line) {
        return Stream.concat(
                RFC.matcher(line).results().map(match -> List.of(match.group())),
                SECTION.matcher(line).results().map(SpecsIndex::names));
    }

    private static List<String> names(MatchResult match) {
        var last = match.group(2);
        return List.of(last, "OMA " + last, match.group(1) + " " + last);
    }
}
