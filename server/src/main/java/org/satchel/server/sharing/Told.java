// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.sharing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import org.satchel.model.BoxId;
import org.satchel.model.FolderId;
import org.satchel.model.Grant;
import org.satchel.model.ModSeq;
import org.satchel.model.Right;

/// What has been told of the grants of a box.
///
/// @param position commits up to here have been told
/// @param grants as they were told last; those that were taken away or ended are not among them
record Told(ModSeq position, Map<Key, Grant> grants) {
    /// A row holds no more. What is given beyond is told, but neither its change nor its end.
    static final int GRANTS_MAX = 500;
    static final Told NOTHING = new Told(ModSeq.ZERO, Map.of());
    static final String PREFIX = "notices/";

    private static final String VERSION = "1";
    private static final String NO_END = "-";

    Told {
        grants = Map.copyOf(grants);
    }

    record Key(FolderId folder, String principal) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int folders = folder.compareTo(other.folder);
            return folders != 0 ? folders : principal.compareTo(other.principal);
        }
    }

    static String row(BoxId owner) {
        return PREFIX + owner.text().replace("%", "%25").replace("/", "%2F") + "/told";
    }

    static BoxId owner(String row) {
        var step = row.substring(PREFIX.length(), row.lastIndexOf('/'));
        return new BoxId(step.replace("%2F", "/").replace("%25", "%"));
    }

    byte[] encoded() {
        var lines = new ArrayList<String>();
        lines.add(VERSION + " " + position);
        new TreeMap<>(grants).values().stream().limit(GRANTS_MAX).forEach(grant -> {
            var end = grant.expires();
            lines.add(grant.folder().number() + " " + Right.letters(grant.rights()) + " "
                    + (end == null ? NO_END : end.toString()) + " " + grant.principal());
        });
        return String.join("\n", lines).getBytes(UTF_8);
    }

    /// @throws RuntimeException when this is no such row
    static Told decode(byte[] row) {
        var lines = new String(row, UTF_8).split("\n", -1);
        var head = lines[0].split(" ", -1);
        if (head.length != 2 || !head[0].equals(VERSION)) {
            throw new IllegalArgumentException("a row of another version");
        }
        var grants = new TreeMap<Key, Grant>();
        for (int i = 1; i < lines.length; i++) {
            var words = lines[i].split(" ", 4);
            var grant = new Grant(
                    new FolderId(Long.parseLong(words[0])),
                    words[3],
                    Right.parse(words[1]),
                    words[2].equals(NO_END) ? null : Instant.parse(words[2]));
            grants.put(new Key(grant.folder(), grant.principal()), grant);
        }
        return new Told(new ModSeq(Long.parseLong(head[1])), grants);
    }
}
