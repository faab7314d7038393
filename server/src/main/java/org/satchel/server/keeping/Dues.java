// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.keeping;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.satchel.model.BoxId;
import org.satchel.model.FolderId;
import org.satchel.model.ModSeq;

/// What is remembered of a box from one round to the next. All of it are lower bounds: a row that is older than the
/// truth, or not there at all, makes a round look at more, and never lets it take what is not due.
///
/// @param arrivals the log has been read up to here for objects that came into folders
/// @param marks likewise for objects that were marked; every mark before it has been dealt with
/// @param others no object in a folder that is not listed came before this; [#NEVER] = there is none that could expire
/// @param folders likewise, by folder
record Dues(ModSeq arrivals, ModSeq marks, Instant others, Map<FolderId, Instant> folders) {
    /// Folders in a row at most, so that it fits a value of the registry.
    static final int FOLDERS_MAX = 3_000;

    static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");
    /// Of a box that nobody has looked at: the whole log is still to be read.
    static final Dues NOTHING = new Dues(ModSeq.ZERO, ModSeq.ZERO, NEVER, Map.of());

    private static final String VERSION = "1";
    private static final int RADIX = 36;
    /// Commits that are read again rather than writing a row for nothing else.
    private static final int COMMITS_READ_AGAIN = 256;

    Dues {
        folders = Map.copyOf(folders);
    }

    static String key(BoxId box) {
        return "keeping/" + box + "/dues";
    }

    /// Before this moment nothing expires in the folder.
    Instant bound(FolderId folder) {
        return folders.getOrDefault(folder, others);
    }

    Dues withFolder(FolderId folder, Instant bound) {
        var more = new TreeMap<>(folders);
        more.put(folder, bound);
        return new Dues(arrivals, marks, others, more);
    }

    Dues withFolders(Map<FolderId, Instant> newFolders) {
        return new Dues(arrivals, marks, others, newFolders);
    }

    Dues withArrivals(ModSeq position) {
        return new Dues(position, marks, others, folders);
    }

    Dues withMarks(ModSeq position) {
        return new Dues(arrivals, position, others, folders);
    }

    Dues withOthers(Instant bound) {
        return new Dues(arrivals, marks, bound, folders);
    }

    /// The same in as few words as there may be.
    Dues trimmed() {
        var kept = new TreeMap<>(folders);
        var rest = others;
        if (others.equals(NEVER)) {
            kept.values().removeIf(NEVER::equals);
        }
        var latest = Map.Entry.<FolderId, Instant>comparingByValue()
                .thenComparing(Map.Entry.comparingByKey())
                .reversed();
        if (kept.size() > FOLDERS_MAX) {
            var dropped = kept.entrySet().stream()
                    .sorted(latest)
                    .limit(kept.size() - FOLDERS_MAX)
                    .toList();
            var least = dropped.stream().map(Map.Entry::getValue).min(Comparator.naturalOrder());
            if (least.isPresent() && least.get().isBefore(rest)) {
                rest = least.get();
            }
            dropped.forEach(entry -> kept.remove(entry.getKey()));
        }
        return new Dues(arrivals, marks, rest, kept);
    }

    /// Whether a row that holds `stored` should be written anew.
    boolean isNews(Dues stored) {
        return !others.equals(stored.others)
                || !folders.equals(stored.folders)
                || arrivals.number() - stored.arrivals.number() >= COMMITS_READ_AGAIN
                || marks.number() - stored.marks.number() >= COMMITS_READ_AGAIN;
    }

    byte[] encoded() {
        var text = new StringBuilder(VERSION + " " + arrivals + " " + marks + " " + number(others));
        new TreeMap<>(folders)
                .forEach((folder, bound) -> text.append(' ')
                        .append(Long.toString(folder.number(), RADIX))
                        .append(':')
                        .append(number(bound)));
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /// @throws IllegalArgumentException when this is no such row
    static Dues decode(byte[] row) {
        var words = new String(row, StandardCharsets.US_ASCII).split(" ", -1);
        if (words.length < 4 || !words[0].equals(VERSION)) {
            throw new IllegalArgumentException("a row of another version");
        }
        var folders = new TreeMap<FolderId, Instant>();
        for (int i = 4; i < words.length; i++) {
            int colon = words[i].indexOf(':');
            var folder = new FolderId(Long.parseLong(words[i].substring(0, Math.max(0, colon)), RADIX));
            folders.put(folder, instant(words[i].substring(colon + 1)));
        }
        return new Dues(
                new ModSeq(Long.parseLong(words[1])), new ModSeq(Long.parseLong(words[2])), instant(words[3]), folders);
    }

    private static String number(Instant bound) {
        return bound.equals(NEVER) ? "-" : Long.toString(bound.getEpochSecond(), RADIX);
    }

    private static Instant instant(String text) {
        return text.equals("-") ? NEVER : Instant.ofEpochSecond(Long.parseLong(text, RADIX));
    }
}
