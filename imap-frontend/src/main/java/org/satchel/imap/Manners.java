// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap;

import org.satchel.imap.metadata.EntryName;

/// How a listener treats what the clients in the field do differently from the RFCs, and how it speaks to them.
///
/// @param clients whose mistakes are understood
/// @param readReport how the flag that says "read report sent" is spelt for a session that has not named it
/// @param metadataRoot name above the entries of METADATA that say what a folder is to CPM, without an end slash
/// @param offersRev2 whether a client may ask to be spoken to in IMAP4rev2, RFC 9051
// CPM-MSG §6.3, §7.1, §13, §16.27
public record Manners(Clients clients, ReadReport readReport, String metadataRoot, boolean offersRev2) {
    /// The names are not public; an operator may have others.
    public static final String METADATA_ROOT = "/shared/vendor/oma/cpm-2.2";

    public static final Manners DEFAULT = new Manners(Clients.RCS, ReadReport.KEYWORD, METADATA_ROOT, false);

    public Manners {
        boolean legal = metadataRoot.startsWith("/shared/")
                && !metadataRoot.endsWith("/")
                && EntryName.parse(metadataRoot).isPresent();
        if (!legal) {
            throw new IllegalArgumentException("no name of a shared entry: " + metadataRoot);
        }
    }

    public Manners(Clients clients, ReadReport readReport) {
        this(clients, readReport, METADATA_ROOT, false);
    }

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
