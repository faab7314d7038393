// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.share;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.satchel.model.BoxId;
import org.satchel.model.Registry;

/// Rows `shared/<grantee>/<owner>` of the registry, each with the time of the latest grant.
final class ShareRows {
    /// A row is left alone for so long after it was written: the grant that it announces may still be on its way, and
    /// a node may not have seen it yet.
    static final Duration SETTLED_AFTER = Duration.ofDays(1);

    private static final String PREFIX = "shared/";
    private static final int PAGE_ROWS = 200;

    private final Registry registry;
    private final InstantSource clock;

    ShareRows(Registry registry, InstantSource clock) {
        this.registry = registry;
        this.clock = clock;
    }

    /// A pair, as the registry had it.
    record Row(String grantee, BoxId owner, Map.Entry<String, byte[]> entry) {}

    void write(String grantee, BoxId owner) {
        registry.put(
                prefix(grantee) + step(owner.text()), clock.instant().toString().getBytes(StandardCharsets.US_ASCII));
    }

    /// Who may share something with the grantee, in the order of the owners' names.
    List<Row> of(String grantee, int limit) {
        var prefix = prefix(grantee);
        var rows = new ArrayList<Row>();
        for (var entry : registry.scan(prefix, "", limit)) {
            rows.add(new Row(grantee, new BoxId(text(entry.getKey().substring(prefix.length()))), entry));
        }
        return rows;
    }

    Set<BoxId> owners() {
        var owners = new TreeSet<BoxId>();
        var after = "";
        while (true) {
            var page = registry.scan(PREFIX, after, PAGE_ROWS);
            if (page.isEmpty()) {
                return owners;
            }
            for (var entry : page) {
                owners.add(
                        new BoxId(text(entry.getKey().substring(entry.getKey().lastIndexOf('/') + 1))));
            }
            after = page.getLast().getKey();
        }
    }

    /// Forgets a row behind which there is no grant, unless it is young or was written again meanwhile.
    void drop(Row row) {
        if (isSettled(row)) {
            registry.replace(row.entry().getKey(), row.entry().getValue(), null);
        }
    }

    private boolean isSettled(Row row) {
        try {
            var written = Instant.parse(new String(row.entry().getValue(), StandardCharsets.US_ASCII));
            return written.plus(SETTLED_AFTER).isBefore(clock.instant());
        } catch (DateTimeException unreadable) {
            return false;
        }
    }

    private static String prefix(String grantee) {
        return PREFIX + step(grantee) + '/';
    }

    /// A name as one step of a key.
    private static String step(String name) {
        return name.replace("%", "%25").replace("/", "%2F");
    }

    private static String text(String step) {
        return step.replace("%2F", "/").replace("%25", "%");
    }
}
