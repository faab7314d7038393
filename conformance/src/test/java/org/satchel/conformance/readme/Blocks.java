// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.readme;

import java.util.List;
import java.util.regex.Pattern;

/// The fenced blocks of a Markdown page.
record Blocks(String page) {
    /// The first block of this language below this heading.
    ///
    /// @param heading as printed, without `#`
    String below(String heading, String language) {
        var pattern = Pattern.compile(
                "(?ms)^#+ " + Pattern.quote(heading) + "$(?:(?!^#+ ).)*?^```" + language + "\n(.*?)^```$");
        var found = pattern.matcher(page);
        if (!found.find()) {
            throw new AssertionError("no block '" + language + "' below '" + heading + "'");
        }
        return found.group(1);
    }

    /// The lines of a block that are commands.
    static List<String> commands(String block) {
        return block.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }
}
