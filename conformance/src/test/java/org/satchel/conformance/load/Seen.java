// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.load;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;

/// An object as the server shows it over IMAP.
public record Seen(Sample sample, String folder, long uid, Set<String> flags, long modSeq, Octets content) {
    public Seen {
        flags = Set.copyOf(flags);
    }

    /// True when it is what the writer believes, a uid that the writer was not told aside.
    public boolean is(Copy copy) {
        return sample.equals(copy.sample())
                && folder.equals(copy.folder())
                && (copy.uid() == 0 || copy.uid() == uid)
                && flags.equals(copy.flags());
    }

    /// What both protocols must say of it alike.
    public String key() {
        return folder + " " + modSeq + " " + new TreeSet<>(flags);
    }

    @Override
    public String toString() {
        return sample + " in " + folder + " uid " + uid + " " + new TreeSet<>(flags) + " modseq " + modSeq;
    }

    /// Bytes that are not printed.
    @SuppressWarnings("ArrayRecordComponent") // never compared as a record
    public record Octets(byte[] bytes) {
        String sha256() {
            try {
                return HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("the runtime lacks a mandatory algorithm", e);
            }
        }

        @Override
        public String toString() {
            return bytes.length + " bytes";
        }
    }
}
