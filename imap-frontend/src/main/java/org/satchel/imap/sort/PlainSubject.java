// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.sort;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.satchel.model.text.EncodedWords;

/// A subject without what mailers put around it: `Re: [list] lunch (fwd)` is `lunch`.
///
/// @param text what is left
/// @param isReply whether something said that it answers or forwards
// RFC 5256 §2.1
public record PlainSubject(String text, boolean isReply) {
    /// No more of a subject is looked at, in characters.
    static final int CHARS_MAX = 1000;

    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final String TRAILER = "(fwd)";
    private static final String FORWARD = "[fwd:";

    /// @param subject as it is written; null = there is none
    public static PlainSubject of(@Nullable String subject) {
        if (subject == null) {
            return new PlainSubject("", false);
        }
        var cut = subject.length() > CHARS_MAX ? subject.substring(0, CHARS_MAX) : subject;
        var text = BLANKS.matcher(EncodedWords.decode(cut)).replaceAll(" ");
        boolean reply = false;
        while (true) {
            var bare = withoutTrailer(text);
            var leaders = leaders(bare);
            var base = bare.substring(leaders.end);
            reply |= bare.length() < text.stripTrailing().length() || leaders.marked;
            if (!starts(base, 0, FORWARD) || !base.endsWith("]")) {
                return new PlainSubject(base, reply);
            }
            reply = true;
            text = base.substring(FORWARD.length(), base.length() - 1);
        }
    }

    private static String withoutTrailer(String text) {
        var bare = text.stripTrailing();
        while (bare.length() >= TRAILER.length() && starts(bare, bare.length() - TRAILER.length(), TRAILER)) {
            bare = bare.substring(0, bare.length() - TRAILER.length()).stripTrailing();
        }
        return bare;
    }

    /// What is taken away from the front.
    ///
    /// @param marked whether a mark of an answer was among it
    private record Leaders(int end, boolean marked) {}

    private static Leaders leaders(String text) {
        int at = 0;
        boolean marked = false;
        while (true) {
            int behindBlobs = afterBlobs(text, at);
            int next = afterMark(text, behindBlobs);
            if (next > behindBlobs) {
                marked = true;
            } else {
                next = afterBlanks(text, at);
                int blob = afterBlob(text, next);
                // a blob that is all there is, is the subject
                next = blob == text.length() ? next : blob;
                if (next == at) {
                    return new Leaders(at, marked);
                }
            }
            at = next;
        }
    }

    private static int afterBlobs(String text, int from) {
        int at = from;
        int next = afterBlob(text, at);
        while (next != at) {
            at = next;
            next = afterBlob(text, at);
        }
        return at;
    }

    /// Behind `re:`, `fw:`, `fwd:`, with a blob before the colon perhaps.
    private static int afterMark(String text, int from) {
        int at = from;
        if (starts(text, at, "re")) {
            at += 2;
        } else if (starts(text, at, "fwd")) {
            at += 3;
        } else if (starts(text, at, "fw")) {
            at += 2;
        } else {
            return from;
        }
        at = afterBlob(text, afterBlanks(text, at));
        return at < text.length() && text.charAt(at) == ':' ? at + 1 : from;
    }

    private static int afterBlob(String text, int from) {
        if (from >= text.length() || text.charAt(from) != '[') {
            return from;
        }
        int at = from + 1;
        while (at < text.length() && text.charAt(at) != '[' && text.charAt(at) != ']') {
            at++;
        }
        return at < text.length() && text.charAt(at) == ']' ? afterBlanks(text, at + 1) : from;
    }

    private static int afterBlanks(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        return at;
    }

    private static boolean starts(String text, int at, String lower) {
        return text.regionMatches(true, at, lower, 0, lower.length());
    }
}
