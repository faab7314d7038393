// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.satchel.conformance.wire.ImapWire;
import org.satchel.conformance.wire.NmsWire;
import org.satchel.conformance.wire.ServerProcess;

/// One box read whole, over both protocols, at rest.
///
/// @param folders by path
/// @param objects in the order of folders and uids
/// @param listing in the order of NMS
/// @param complaints what cannot be, whatever was written before
public record Survey(
        String box, Map<String, Folder> folders, List<Seen> objects, List<NmsRow> listing, List<String> complaints) {
    private static final int CONTENTS_MAX = 40;
    private static final Pattern NAME = Pattern.compile("^\\* LIST \\([^)]*\\) \"/\" \"?([^\"]+)\"?$");
    private static final Pattern UID_VALIDITY = Pattern.compile("\\[UIDVALIDITY (\\d+)]");
    private static final Pattern UID_NEXT = Pattern.compile("\\[UIDNEXT (\\d+)]");
    private static final Pattern HIGHEST = Pattern.compile("\\[HIGHESTMODSEQ (\\d+)]");

    public Survey {
        folders = Map.copyOf(folders);
        objects = List.copyOf(objects);
        listing = List.copyOf(listing);
        complaints = List.copyOf(complaints);
    }

    /// What SELECT says.
    public record Folder(long uidValidity, long uidNext, long highestModSeq, Set<Long> uids) {
        public Folder {
            uids = Set.copyOf(uids);
        }

        /// What must not have happened since an earlier survey.
        List<String> sinceThen(Folder old) {
            var wrong = new ArrayList<String>();
            if (old.uidValidity != uidValidity) {
                wrong.add("UIDVALIDITY " + old.uidValidity + " is now " + uidValidity);
            }
            if (old.highestModSeq > highestModSeq) {
                wrong.add("HIGHESTMODSEQ went back from " + old.highestModSeq + " to " + highestModSeq);
            }
            if (old.uidNext > uidNext) {
                wrong.add("UIDNEXT went back from " + old.uidNext + " to " + uidNext);
            }
            return wrong;
        }
    }

    /// @param before of the last survey of this box; empty = there was none
    public static Survey of(ServerProcess server, String box, Map<String, Folder> before, Random random)
            throws IOException {
        var folders = new HashMap<String, Folder>();
        var objects = new ArrayList<Seen>();
        var wrong = new ArrayList<String>();
        try (var imap = ImapWire.login(server.face("imap"), box)) {
            imap.expectOk("ENABLE QRESYNC");
            for (var name : names(imap.expectOk("LIST \"\" \"*\""))) {
                var folder = folder(imap, name, before.get(name), objects, wrong);
                folders.put(name, folder);
            }
        }
        List<NmsRow> listing;
        try (var nms = new NmsWire(server.face("http"), box)) {
            listing = compare(nms, objects, wrong, random);
        }
        return new Survey(
                box,
                folders,
                objects,
                listing,
                wrong.stream().map(it -> box + " " + it).toList());
    }

    /// The folders that can be selected, of the answer to a LIST.
    public static List<String> names(ImapWire.Answer list) {
        return list.texts()
                .map(NAME::matcher)
                .filter(match -> match.find() && !match.group().contains("\\Noselect"))
                .map(match -> match.group(1))
                .toList();
    }

    /// How this differs from what another server showed at the same time of rest: folders, counts, ids, order, flags,
    /// mod-sequences and bytes.
    public List<String> differences(Survey other) {
        var wrong = new ArrayList<String>();
        differ("folders", sorted(folders), sorted(other.folders), wrong);
        differ("objects over IMAP", digests(objects), digests(other.objects), wrong);
        differ("objects over NMS", listing, other.listing, wrong);
        return wrong;
    }

    private static void differ(String what, List<?> ours, List<?> theirs, List<String> wrong) {
        if (!ours.equals(theirs)) {
            var here = new ArrayList<Object>(ours);
            here.removeAll(theirs);
            var there = new ArrayList<Object>(theirs);
            there.removeAll(ours);
            wrong.add("two servers show other %s, or in another order: %d and %d, here alone %s, there alone %s"
                    .formatted(what, ours.size(), theirs.size(), here, there));
        }
    }

    private static List<Map.Entry<String, Folder>> sorted(Map<String, Folder> folders) {
        return List.copyOf(new TreeMap<>(folders).entrySet());
    }

    private static List<String> digests(List<Seen> objects) {
        return objects.stream()
                .map(seen -> seen + " " + seen.content().sha256())
                .toList();
    }

    public List<Seen> of(String writer) {
        return objects.stream()
                .filter(seen -> seen.sample().writer().equals(writer))
                .toList();
    }

    private static Folder folder(
            ImapWire imap, String name, @Nullable Folder before, List<Seen> objects, List<String> wrong)
            throws IOException {
        var how = before == null
                ? "(CONDSTORE)"
                : "(QRESYNC (" + before.uidValidity() + " " + Math.max(1, before.highestModSeq()) + "))";
        var selected = imap.expectOk("SELECT \"" + name + "\" " + how);
        var uids = new TreeSet<Long>();
        long last = 0;
        for (var line :
                imap.expectOk("UID FETCH 1:* (UID FLAGS MODSEQ BODY.PEEK[])").lines()) {
            if (line.literals().isEmpty()) {
                continue;
            }
            var row = ImapRow.of(line.text());
            long uid = row.uid();
            var content = line.literals().getFirst();
            var sample = Sample.claimed(content);
            if (sample.isEmpty()) {
                wrong.add(name + " " + uid + ": nobody deposited this");
                continue;
            }
            if (uid <= last) {
                wrong.add(name + ": uid " + uid + " after " + last);
            }
            last = uid;
            uids.add(uid);
            objects.add(new Seen(sample.get(), name, uid, row.flags(), row.modSeq(), new Seen.Octets(content)));
        }
        var folder = new Folder(
                Long.parseLong(selected.first(UID_VALIDITY)),
                Long.parseLong(selected.first(UID_NEXT)),
                Long.parseLong(selected.first(HIGHEST)),
                uids);
        if (last >= folder.uidNext()) {
            wrong.add(name + ": uid " + last + " is not below UIDNEXT " + folder.uidNext());
        }
        objects.stream()
                .filter(seen -> seen.folder().equals(name) && seen.modSeq() > folder.highestModSeq())
                .forEach(seen -> wrong.add(seen + " is above HIGHESTMODSEQ " + folder.highestModSeq()));
        if (before != null) {
            vanished(name, selected, before, folder, wrong);
        }
        return folder;
    }

    /// What was there at the last survey and is not now, must be told; what is there must not. RFC 7162 §3.2.10.1
    private static void vanished(String name, ImapWire.Answer selected, Folder before, Folder now, List<String> wrong) {
        var told = new HashSet<Long>();
        selected.texts().flatMap(line -> ImapRow.vanished(line).stream()).forEach(told::addAll);
        var gone = new TreeSet<>(before.uids());
        gone.removeAll(now.uids());
        if (before.uidValidity() == now.uidValidity() && !told.containsAll(gone)) {
            gone.removeAll(told);
            wrong.add(name + ": vanished without being told: " + gone);
        }
        told.retainAll(now.uids());
        if (!told.isEmpty()) {
            wrong.add(name + ": told as vanished and there: " + told);
        }
    }

    /// The same objects with the same flags and mod-sequences over NMS, and some of them byte for byte.
    private static List<NmsRow> compare(NmsWire nms, List<Seen> objects, List<String> wrong, Random random)
            throws IOException {
        var byImap = counts(objects.stream().map(Seen::key).toList());
        var everything = nms.everything();
        var byNms = counts(everything.stream().map(Survey::key).toList());
        if (!byImap.equals(byNms)) {
            var onlyImap = new HashMap<>(byImap);
            onlyImap.entrySet().removeAll(byNms.entrySet());
            byNms.entrySet().removeAll(byImap.entrySet());
            wrong.add("IMAP alone shows " + onlyImap + ", NMS alone " + byNms);
        }
        for (int i = 0; i < Math.min(CONTENTS_MAX, everything.size()); i++) {
            var object = everything.get(random.nextInt(everything.size()));
            var content =
                    nms.get(object.path("resourceURL").asText() + "/content").bytes();
            if (objects.stream()
                    .noneMatch(seen -> seen.key().equals(key(object))
                            && Arrays.equals(seen.content().bytes(), content))) {
                wrong.add("NMS gives other bytes for " + object);
            }
        }
        return everything.stream().map(NmsRow::of).toList();
    }

    private static String key(JsonNode object) {
        var path = object.path("path").asText();
        var row = NmsRow.of(object);
        return path.substring(1, path.lastIndexOf('/')) + " " + row.modSeq() + " " + new TreeSet<>(row.flags());
    }

    private static Map<String, Long> counts(List<String> keys) {
        return keys.stream().collect(Collectors.groupingBy(key -> key, HashMap::new, Collectors.counting()));
    }
}
