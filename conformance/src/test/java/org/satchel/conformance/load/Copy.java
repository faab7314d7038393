// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.load;

import java.util.Set;
import java.util.TreeSet;

/// An object as its writer believes it to be in the box.
///
/// @param uid 0 = not told to the writer
/// @param flags without `\Recent`
/// @param url in NMS, from the box on; empty when it was not told
public record Copy(Sample sample, String folder, long uid, Set<String> flags, String url) {
    public Copy {
        flags = Set.copyOf(flags);
    }

    public Copy with(Set<String> newFlags) {
        return new Copy(sample, folder, uid, newFlags, url);
    }

    public Copy at(String newFolder, long newUid) {
        return new Copy(sample, newFolder, newUid, flags, url);
    }

    public Copy withUid(long newUid) {
        return at(folder, newUid);
    }

    public Copy withUrl(String newUrl) {
        return new Copy(sample, folder, uid, flags, newUrl);
    }

    @Override
    public String toString() {
        return sample + " in " + folder + (uid == 0 ? "" : " uid " + uid) + " " + new TreeSet<>(flags);
    }
}
