// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Set;
import java.util.TreeSet;

/// What an NMS server says of one object, in a listing or in an event.
///
/// @param flags without `\Recent`
public record NmsRow(String url, String folder, long modSeq, Set<String> flags) {
    public NmsRow {
        flags = Set.copyOf(flags);
    }

    /// @param object an `object` or a `changedObject`
    public static NmsRow of(JsonNode object) {
        var names = new ArrayList<String>();
        object.path("flags").path("flag").forEach(flag -> names.add(flag.asText()));
        return new NmsRow(
                object.path("resourceURL").asText(),
                object.path("parentFolder").asText(),
                object.path("lastModSeq").asLong(),
                ImapRow.seen(names));
    }

    @Override
    public String toString() {
        return url + " in " + folder + " at " + modSeq + " " + new TreeSet<>(flags);
    }
}
