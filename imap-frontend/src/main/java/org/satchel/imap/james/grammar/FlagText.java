// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.grammar;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.imap.decode.DecodingException;
import org.satchel.imap.ImapOutput;
import org.satchel.imap.Manners;
import org.satchel.model.Flags;

/// Flags as they travel: names in parentheses, and in James's form.
public final class FlagText {
    /// In the order of the answer; bit of [Flags#systemBits], or -1 for `\Recent`.
    private static final String[] NAMES = {"\\Answered", "\\Deleted", "\\Draft", "\\Flagged", "\\Recent", "\\Seen"};

    private static final int[] BITS = {1, 3, 4, 2, -1, 0};
    private static final byte[][] PLAIN = new byte[64][];

    static {
        for (int bits = 0; bits < 32; bits++) {
            PLAIN[bits] = ('(' + joined(bits, false) + ')').getBytes(StandardCharsets.US_ASCII);
            PLAIN[bits + 32] = ('(' + joined(bits, true) + ')').getBytes(StandardCharsets.US_ASCII);
        }
    }

    private FlagText() {}

    /// Writes `(\Seen …)`.
    ///
    /// @param spelling of the flag that says "read report sent"
    public static void write(ImapOutput out, Flags flags, boolean recent, Manners.ReadReport spelling)
            throws IOException {
        var plain = PLAIN[flags.systemBits() + (recent ? 32 : 0)];
        if (flags.keywords().isEmpty()) {
            out.write(plain);
            return;
        }
        out.write(plain, 0, plain.length - 1);
        boolean first = plain.length == 2;
        for (var keyword : flags.keywords()) {
            if (!first) {
                out.write(' ');
            }
            first = false;
            out.ascii(spoken(keyword, spelling));
        }
        out.write(')');
    }

    /// How a stored keyword is spelt on the line: old clients choke on a backslash which they do not know.
    // CPM-MSG §6.3 rule 2
    public static String spoken(String keyword, Manners.ReadReport spelling) {
        boolean hidden = spelling == Manners.ReadReport.KEYWORD && keyword.equals(Flags.READ_REPORT_SENT);
        return hidden ? Flags.READ_REPORT_SENT_KEYWORD : keyword;
    }

    /// The keyword of this name, whatever the case and the alias.
    ///
    /// @throws DecodingException for what is no keyword
    public static String keyword(String name) throws DecodingException {
        try {
            var keywords = Flags.of(name).keywords();
            if (!keywords.isEmpty()) {
                return keywords.getFirst();
            }
        } catch (IllegalArgumentException noFlag) {
            // as below
        }
        throw Words.illegal("no keyword");
    }

    /// @throws IllegalArgumentException for what is no flag, or for too many
    public static Flags fromJames(javax.mail.Flags flags) {
        List<String> names = new ArrayList<>();
        for (var flag : flags.getSystemFlags()) {
            names.add(name(flag));
        }
        for (var keyword : flags.getUserFlags()) {
            names.add(keyword);
        }
        return Flags.of(names);
    }

    private static String name(javax.mail.Flags.Flag flag) {
        if (flag == javax.mail.Flags.Flag.SEEN) {
            return Flags.SEEN;
        }
        if (flag == javax.mail.Flags.Flag.ANSWERED) {
            return Flags.ANSWERED;
        }
        if (flag == javax.mail.Flags.Flag.FLAGGED) {
            return Flags.FLAGGED;
        }
        if (flag == javax.mail.Flags.Flag.DELETED) {
            return Flags.DELETED;
        }
        if (flag == javax.mail.Flags.Flag.DRAFT) {
            return Flags.DRAFT;
        }
        throw new IllegalArgumentException("not a flag that a client may set");
    }

    private static String joined(int bits, boolean recent) {
        var names = new ArrayList<String>();
        for (int i = 0; i < NAMES.length; i++) {
            if (BITS[i] < 0 ? recent : (bits & (1 << BITS[i])) != 0) {
                names.add(NAMES[i]);
            }
        }
        return String.join(" ", names);
    }
}
