// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.command;

import java.util.ArrayList;
import java.util.List;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.decode.ImapRequestLineReader;
import org.satchel.imap.james.grammar.Words;

/// Reads the name of a folder, or several in parentheses; how many fit into a command is their only limit.
// RFC 5465 §8 (one-or-more-mailbox)
public final class FolderNames {
    private FolderNames() {}

    public static List<String> read(ImapRequestLineReader line) throws DecodingException {
        if (line.nextWordChar() != '(') {
            return List.of(name(line));
        }
        var names = new ArrayList<String>();
        Words.list(line, Integer.MAX_VALUE, () -> names.add(name(line)));
        return names;
    }

    /// James's own method does not know that a parenthesis may follow.
    private static String name(ImapRequestLineReader line) throws DecodingException {
        char first = line.nextWordChar();
        return first == '"' || first == '{' ? line.mailbox() : ((RequestReader) line).name(Words.text(line));
    }
}
