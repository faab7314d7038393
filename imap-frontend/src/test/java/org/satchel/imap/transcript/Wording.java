// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.transcript;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What the words of a transcript stand for, as far as it is known by now.
final class Wording {
    private static final Pattern WORD = Pattern.compile("\\$\\{([a-z0-9*]+)}");
    private static final Pattern FLAGS = Pattern.compile("FLAGS \\(([^()]*)\\)");
    private static final String RECENT = "\\Recent";
    private static final String TAKES = "[^\\s()\\[\\]\"]+";

    private final Map<String, String> known = new HashMap<>();

    void know(String word, String meaning) {
        known.put(word, meaning);
    }

    /// A text to be sent.
    String filled(String text) {
        return WORD.matcher(text).replaceAll(word -> Matcher.quoteReplacement(meaning(word.group(1))));
    }

    /// Whether a line is what was expected; if so, it tells the words that were not known before.
    ///
    /// `\Recent` is looked for only where it is expected: it depends on who came first.
    ///
    /// @param whole false = more may follow
    boolean fits(String expected, String line, boolean whole) {
        var pattern = new StringBuilder();
        Map<String, Integer> taken = new HashMap<>();
        int end = 0;
        int groups = 0;
        var text = ordered(expected);
        var words = WORD.matcher(text);
        while (words.find()) {
            pattern.append(Pattern.quote(text.substring(end, words.start())));
            end = words.end();
            var word = words.group(1);
            if (word.equals("*")) {
                pattern.append(".*");
            } else if (known.containsKey(word)) {
                pattern.append(Pattern.quote(known.get(word)));
            } else if (taken.containsKey(word)) {
                pattern.append('\\').append(taken.get(word));
            } else {
                taken.put(word, ++groups);
                pattern.append('(').append(TAKES).append(')');
            }
        }
        pattern.append(Pattern.quote(text.substring(end)));
        var found = Pattern.compile(pattern.toString(), Pattern.DOTALL)
                .matcher(ordered(expected.contains(RECENT) ? line : line.replace(RECENT, "")));
        boolean fits = whole ? found.matches() : found.lookingAt();
        if (fits) {
            MatchResult result = found.toMatchResult();
            taken.forEach((word, group) -> known.put(word, result.group(group)));
        }
        return fits;
    }

    private String meaning(String word) {
        var meaning = known.get(word);
        if (meaning == null) {
            throw new AssertionError("nobody has said what ${" + word + "} is");
        }
        return meaning;
    }

    private static String ordered(String text) {
        return FLAGS.matcher(text)
                .replaceAll(list -> Matcher.quoteReplacement("FLAGS ("
                        + Arrays.stream(list.group(1).strip().split(" +"))
                                .sorted()
                                .collect(Collectors.joining(" "))
                        + ")"));
    }
}
