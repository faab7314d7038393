// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap;

/// How a listener treats what the clients in the field do differently from the RFCs, and how it speaks to them.
///
/// @param clients whose mistakes are understood
/// @param readReport how the flag that says "read report sent" is spelt for a session that has not named it
// CPM-MSG §6.3, §13
public record Manners(Clients clients, ReadReport readReport) {
    public static final Manners DEFAULT = new Manners(Clients.RCS, ReadReport.KEYWORD);

    /// Whose mistakes are understood. What is right is read alike for both.
    public enum Clients {
        /// Lines that end with LF alone, empty lines between commands, SETMETADATA that is not closed.
        RCS,
        /// Nobody's: what the grammar of the RFCs does not know is BAD.
        STRICT
    }

    /// Spelling of the flag for those who have not shown theirs.
    public enum ReadReport {
        /// `$ReadReportSent`: clients that know six flags with a backslash pass over keywords.
        KEYWORD,
        /// `\read-report-sent`, as CPM has it.
        FLAG
    }

    public boolean understandsMistakes() {
        return clients == Clients.RCS;
    }
}
