// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.grammar;

import java.nio.charset.CharacterCodingException;
import java.text.Normalizer;
import java.util.Optional;
import org.apache.james.core.Username;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.display.ModifiedUtf7;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.mailbox.model.MailboxPath;
import org.satchel.model.FolderPath;
import org.satchel.model.StoreFailure;

/// Folder names between the line, James and the model.
public record Paths(Dialect dialect) {
    /// @param name as the line has it, decoded
    /// @throws StoreFailure.Conflict when it can be no folder's name
    public FolderPath path(String name) {
        try {
            return new FolderPath(stripped(own(name).replace(dialect.delimiter(), FolderPath.DELIMITER)));
        } catch (IllegalArgumentException illegal) {
            throw new StoreFailure.Conflict("folder name: " + illegal.getMessage());
        }
    }

    /// True for a name in a namespace that is not one's own.
    public boolean isForeign(String name) {
        return own(name).startsWith("#");
    }

    /// The path of a folder that is to be made: wildcards would make it unreachable, and James's `#` is no name's
    /// beginning.
    public FolderPath fresh(String name) {
        if (name.indexOf('*') >= 0 || name.indexOf('%') >= 0 || isForeign(name)) {
            throw new StoreFailure.Conflict("folder name with a wildcard or a namespace: " + name);
        }
        boolean odd = name.chars().anyMatch(c -> (c >= 0x80 && c < 0xa0) || c == 0x2028 || c == 0x2029);
        if (odd || !Normalizer.isNormalized(name, Normalizer.Form.NFC)) {
            // RFC 6855 §3
            throw new StoreFailure.Conflict("folder name that is not Net-Unicode");
        }
        return path(name);
    }

    /// @return empty when no folder can have this name
    public Optional<FolderPath> maybe(String name) {
        try {
            return Optional.of(path(name));
        } catch (StoreFailure.Conflict illegal) {
            return Optional.empty();
        }
    }

    public String name(FolderPath path) {
        return path.text().replace(FolderPath.DELIMITER, dialect.delimiter());
    }

    public MailboxPath james(FolderPath path, Username user) {
        return MailboxPath.forUser(user, name(path));
    }

    /// A name or pattern from the line, out of modified UTF-7.
    ///
    /// @throws DecodingException when it is none; James's own method throws an [Error] then, which would end the
    /// connection
    // RFC 3501 §5.1.3
    public static String decoded(String text) throws DecodingException {
        try {
            return ModifiedUtf7.decodeModifiedUTF7(text);
        } catch (Error malformed) {
            if (malformed.getCause() instanceof CharacterCodingException) {
                throw new DecodingException(HumanReadableText.ILLEGAL_ARGUMENTS, "name is no modified UTF-7");
            }
            throw malformed;
        }
    }

    /// Whether a name or pattern from the line is to be taken out of modified UTF-7. One that is not ASCII is not in
    /// it,
    /// and a client that speaks UTF-8 writes all its names so.
    // RFC 6855 §3
    public static boolean isEncoded(String text, boolean utf8) {
        return !utf8 && text.chars().allMatch(c -> c < 0x80);
    }

    /// A pattern that was read and found fit.
    public static String pattern(String text, boolean utf8) {
        return isEncoded(text, utf8) ? ModifiedUtf7.decodeModifiedUTF7(text) : text;
    }

    /// In UTF-8 and in quotes.
    // RFC 6855 §3
    public static String quotedUtf8(String name) {
        return '"' + escaped(name) + '"';
    }

    /// In modified UTF-7 and in quotes, as LIST has it.
    public static String quoted(String name) {
        return '"' + escaped(ModifiedUtf7.encodeModifiedUTF7(name)) + '"';
    }

    /// Bare when it may be. CPM-MSG §13 rule 2
    public static String bare(String name) {
        var encoded = ModifiedUtf7.encodeModifiedUTF7(name);
        boolean atom =
                !encoded.isEmpty() && encoded.chars().allMatch(c -> c > ' ' && c < 0x7f && "(){%*\"\\]".indexOf(c) < 0);
        return atom ? encoded : '"' + escaped(encoded) + '"';
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    /// James's name for the namespace of one's own folders.
    private String own(String name) {
        var prefix = "#private" + dialect.delimiter();
        return dialect == Dialect.JAMES && name.startsWith(prefix) ? name.substring(prefix.length()) : name;
    }

    /// A trailing delimiter says that folders will be made below; it is no part of the name. RFC 3501 §6.3.3
    private static String stripped(String text) {
        return text.length() > 1 && text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }
}
