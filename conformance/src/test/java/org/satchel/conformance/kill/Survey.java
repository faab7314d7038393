// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.kill;

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
/// @param complaints what cannot be, whatever was written before
record Survey(String box, Map<String, Folder> folders, List<Seen> objects, List<String> complaints) {
    private static final int CONTENTS_MAX = 40;
    private static final Pattern NAME = Pattern.compile("^\\* LIST \\([^)]*\\) \"/\" \"?([^\"]+)\"?$");
    private static final Pattern UID_VALIDITY = Pattern.compile("\\[UIDVALIDITY (\\d+)]");
    private static final Pattern UID_NEXT = Pattern.compile("\\[UIDNEXT (\\d+)]");
    private static final Pattern HIGHEST = Pattern.compile("\\[HIGHESTMODSEQ (\\d+)]");
    private static final Pattern UID = Pattern.compile("[( ]UID (\\d+)");
    private static final Pattern FLAGS = Pattern.compile("FLAGS \\(([^)]*)\\)");
    private static final Pattern MODSEQ = Pattern.compile("MODSEQ \\((\\d+)\\)");
    private static final Pattern VANISHED = Pattern.compile("^\\* VANISHED \\(EARLIER\\) (\\S+)");

    Survey {
        folders = Map.copyOf(folders);
        objects = List.copyOf(objects);
        complaints = List.copyOf(complaints);
    }

    /// What SELECT says.
    record Folder(long uidValidity, long uidNext, long highestModSeq, Set<Long> uids) {
        Folder {
            uids = Set.copyOf(uids);
        }
    }

    /// @param before of the last survey of this box; empty = there was none
    static Survey of(ServerProcess server, String box, Map<String, Folder> before, Random random) throws IOException {
        var folders = new HashMap<String, Folder>();
        var objects = new ArrayList<Seen>();
        var wrong = new ArrayList<String>();
        try (var imap = ImapWire.login(server.face("imap"), box)) {
            imap.expectOk("ENABLE QRESYNC");
            var names = imap.expectOk("LIST \"\" \"*\"")
                    .texts()
                    .map(NAME::matcher)
                    .filter(match -> match.find() && !match.group().contains("\\Noselect"))
                    .map(match -> match.group(1))
                    .toList();
            for (var name : names) {
                var folder = folder(imap, name, before.get(name), objects, wrong);
                folders.put(name, folder);
            }
        }
        try (var nms = new NmsWire(server.face("http"), box)) {
            compare(nms, objects, wrong, random);
        }
        return new Survey(
                box, folders, objects, wrong.stream().map(it -> box + " " + it).toList());
    }

    List<Seen> of(String writer) {
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
            long uid = Long.parseLong(group(UID, line.text()));
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
            var flags = flags(Arrays.asList(group(FLAGS, line.text()).split(" ")));
            long modSeq = Long.parseLong(group(MODSEQ, line.text()));
            objects.add(new Seen(sample.get(), name, uid, flags, modSeq, new Seen.Octets(content)));
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
        selected.texts()
                .map(VANISHED::matcher)
                .filter(match -> match.find())
                .forEach(match -> told.addAll(ImapWriter.numbers(match.group(1))));
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
    private static void compare(NmsWire nms, List<Seen> objects, List<String> wrong, Random random) throws IOException {
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
    }

    private static String key(JsonNode object) {
        var path = object.path("path").asText();
        var names = new ArrayList<String>();
        object.path("flags").path("flag").forEach(flag -> names.add(flag.asText()));
        return path.substring(1, path.lastIndexOf('/')) + " "
                + object.path("lastModSeq").asLong() + " " + new TreeSet<>(flags(names));
    }

    private static Set<String> flags(List<String> names) {
        return names.stream()
                .filter(flag -> !flag.isEmpty() && !flag.equals("\\Recent"))
                .collect(Collectors.toSet());
    }

    private static Map<String, Long> counts(List<String> keys) {
        return keys.stream().collect(Collectors.groupingBy(key -> key, HashMap::new, Collectors.counting()));
    }

    private static String group(Pattern pattern, String text) {
        var match = pattern.matcher(text);
        if (!match.find()) {
            throw new AssertionError("no " + pattern + " in " + text);
        }
        return match.group(1);
    }
}
