// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.handset;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A device that synchronises with CONDSTORE alone and knows no VANISHED.
// CPM-MSG §11.1 to §11.3, §11.6, §13
public final class Handset {
    private static final Pattern LIST = Pattern.compile("\\* LIST \\(.*\\) \"/\" \"(.+)\"");
    private static final Pattern STATUS = Pattern.compile(
            "\\* STATUS ([^ \"]+) \\(MESSAGES (\\d+) UIDNEXT (\\d+) UIDVALIDITY (\\d+) HIGHESTMODSEQ (\\d+)\\)");
    private static final Pattern FLAGS =
            Pattern.compile("\\* \\d+ FETCH \\(UID (\\d+) FLAGS \\((.*)\\) MODSEQ \\((\\d+)\\)\\)");
    private static final Pattern HEADER = Pattern.compile(
            "\\* \\d+ FETCH \\(UID (\\d+) FLAGS \\((.*)\\) MODSEQ \\((\\d+)\\) BODY\\[HEADER] \\{\\d+}");
    private static final Pattern BODY = Pattern.compile(
            "\\* \\d+ FETCH \\(UID (\\d+) RFC822.SIZE \\d+ FLAGS \\((.*)\\) MODSEQ \\((\\d+)\\) BODY\\[] \\{\\d+}");
    private static final Pattern APPENDED = Pattern.compile("\\S+ OK \\[APPENDUID (\\d+) (\\d+)].*");
    private static final Set<String> KNOWN_FLAGS =
            Set.of("\\Seen", "\\Deleted", "\\Flagged", "\\Answered", "\\Draft", "\\Recent");
    private static final List<String> NEEDED = List.of("CONDSTORE", "UIDPLUS", "NAMESPACE", "UNSELECT", "IDLE");

    private final InetSocketAddress server;
    private final String user;
    private final String password;
    private final Map<String, Folder> folders = new TreeMap<>();
    private final List<Outgoing> outbox = new ArrayList<>();
    private int downloads;
    private int fetches;

    public Handset(InetSocketAddress server, String user, String password) {
        this.server = server;
        this.user = user;
        this.password = password;
    }

    private record Outgoing(String folder, Item item, String object) {}

    /// What it knows of a folder.
    private static final class Folder {
        int uidValidity;
        int highestModSeq;
        int uidMax;
        final List<Item> items = new ArrayList<>();

        Optional<Item> uid(int uid) {
            return items.stream().filter(item -> item.uid == uid).findFirst();
        }
    }

    /// One whole cycle: connect, overview, every folder, own messages, goodbye.
    public void sync() throws IOException {
        try (var line = new Line(server)) {
            line.askOne("LOGIN " + user + " " + password);
            var words = line.ask("CAPABILITY").getFirst().line();
            for (var word : NEEDED) {
                if (!(" " + words.replace("* CAPABILITY ", "") + " ").contains(" " + word + " ")) {
                    throw new AssertionError("does not announce " + word);
                }
            }
            var seen = overview(line);
            for (var folder : seen.entrySet()) {
                folder(line, folder.getKey(), folder.getValue());
            }
            push(line, seen.keySet());
            line.ask("LOGOUT");
        }
    }

    /// Pushes its own messages without looking what is there.
    public void pushNow() throws IOException {
        try (var line = new Line(server)) {
            line.askOne("LOGIN " + user + " " + password);
            push(line, Set.of());
        }
    }

    /// All objects that are not marked as deleted, by folder, oldest first.
    public List<Item> shown(String folder) {
        return folders.getOrDefault(folder, new Folder()).items.stream()
                .filter(item -> !item.deleted)
                .toList();
    }

    public Set<String> folders() {
        return folders.keySet();
    }

    /// How many objects were loaded since it was bought.
    public int downloads() {
        return downloads;
    }

    /// How many FETCH commands it has sent.
    public int fetches() {
        return fetches;
    }

    /// A message that came or went outside the store, and that the store has or will get from elsewhere.
    public Item know(String folder, Item item) {
        folders.computeIfAbsent(folder, _ -> new Folder()).items.add(item);
        return item;
    }

    /// A short message to be put into the store at the next cycle.
    public void push(String folder, Item item, String object) {
        know(folder, item);
        outbox.add(new Outgoing(folder, item, object));
    }

    public void read(Item item) {
        item.seen = true;
    }

    public void delete(Item item) {
        item.deleted = true;
    }

    /// Reads an object into what a device keeps of it.
    public static Item item(String object) {
        int end = object.indexOf("\r\n\r\n");
        var header = new HashMap<String, String>();
        for (var field : object.substring(0, end).split("\r\n")) {
            int colon = field.indexOf(": ");
            if (colon > 0) {
                header.put(field.substring(0, colon).toLowerCase(Locale.ROOT), field.substring(colon + 2));
            }
        }
        var item = new Item(type(header, object.substring(end + 4)));
        item.header.putAll(header);
        item.body = object.substring(end + 4);
        return item;
    }

    private Map<String, int[]> overview(Line line) throws IOException {
        var seen = new TreeMap<String, int[]>();
        var answers = line.ask("LIST \"\" \"Default/*\" RETURN (STATUS (MESSAGES UIDNEXT UIDVALIDITY HIGHESTMODSEQ))");
        for (var answer : answers) {
            var list = LIST.matcher(answer.line());
            var status = STATUS.matcher(answer.line());
            if (status.matches()) {
                seen.put(
                        status.group(1),
                        Stream.of(2, 3, 4, 5)
                                .mapToInt(group -> Integer.parseInt(status.group(group)))
                                .toArray());
            } else if (!list.matches()) {
                throw new AssertionError("neither LIST nor STATUS: " + answer.line());
            }
        }
        return seen;
    }

    /// @param figures messages, uidnext, uidvalidity, highestmodseq
    private void folder(Line line, String name, int[] figures) throws IOException {
        var folder = folders.computeIfAbsent(name, _ -> new Folder());
        if (folder.uidValidity != figures[2]) {
            folder.items.forEach(item -> item.uid = 0);
            folder.uidMax = 0;
            folder.highestModSeq = 0;
            folder.uidValidity = figures[2];
        }
        // in every case, to push what was read or deleted here
        if (line.ask("SELECT " + name + " (CONDSTORE)").isEmpty()) {
            throw new AssertionError("SELECT says nothing");
        }
        if (folder.highestModSeq != figures[3]) {
            var marks = flags(line, folder);
            var fresh = figures[0] == 0 ? List.<Item>of() : headers(line, folder, figures[1]);
            load(line, folder, fresh);
            folder.highestModSeq = figures[3];
            store(line, folder, marks);
        } else {
            store(line, folder, Map.of());
        }
    }

    private Map<Integer, String> flags(Line line, Folder folder) throws IOException {
        var marks = new HashMap<Integer, String>();
        if (folder.uidMax > 0) {
            fetches++;
            for (var answer : line.ask(
                    "UID FETCH 1:" + folder.uidMax + " (UID FLAGS) (CHANGEDSINCE " + folder.highestModSeq + ")")) {
                var fetch = FLAGS.matcher(answer.line());
                if (!fetch.matches()) {
                    throw new AssertionError("not understood: " + answer.line());
                }
                int uid = Integer.parseInt(fetch.group(1));
                Integer.parseInt(fetch.group(3));
                marks.put(uid, fetch.group(2));
                folder.uid(uid).ifPresent(item -> merge(item, fetch.group(2)));
            }
        }
        return marks;
    }

    private List<Item> headers(Line line, Folder folder, int uidNext) throws IOException {
        var fresh = new ArrayList<Item>();
        fetches++;
        int known = folder.uidMax;
        for (var answer : line.ask("UID FETCH " + (known + 1) + ":" + uidNext + " (FLAGS MODSEQ BODY.PEEK[HEADER])")) {
            var fetch = HEADER.matcher(answer.line());
            if (!fetch.matches() || !answer.after().equals(")")) {
                throw new AssertionError("not understood: " + answer);
            }
            int uid = Integer.parseInt(fetch.group(1));
            if (uid <= known) {
                continue; // a range that ends before it begins names the last object
            }
            folder.uidMax = Math.max(folder.uidMax, uid);
            var item = item(answer.literal().endsWith("\r\n\r\n") ? answer.literal() : answer.literal() + "\r\n");
            merge(item, fetch.group(2));
            item.uid = uid;
            same(folder, item)
                    .ifPresentOrElse(
                            twin -> {
                                twin.uid = uid;
                                merge(twin, fetch.group(2));
                            },
                            () -> fresh.add(item));
        }
        return fresh;
    }

    /// Known already: by its uid, or without one by id or correlator, newest first.
    private static Optional<Item> same(Folder folder, Item item) {
        return folder.uid(item.uid)
                .or(() -> folder.items.reversed().stream()
                        .filter(known -> known.uid == 0 && known.key().equals(item.key()))
                        .findFirst());
    }

    private void load(Line line, Folder folder, List<Item> fresh) throws IOException {
        var loaded = new ArrayList<Item>();
        for (var head : fresh) {
            if (head.deleted) {
                continue;
            }
            fetches++;
            var answer = line.ask("UID FETCH " + head.uid + " (RFC822.SIZE FLAGS MODSEQ BODY.PEEK[])")
                    .getFirst();
            var fetch = BODY.matcher(answer.line());
            if (!fetch.matches() || !answer.after().equals(")")) {
                throw new AssertionError("not understood: " + answer);
            }
            downloads++;
            var item = item(answer.literal());
            item.uid = head.uid;
            merge(item, fetch.group(2));
            loaded.add(item);
        }
        loaded.sort(Comparator.comparing((Item item) -> item.type).thenComparingInt(item -> item.uid));
        for (var item : loaded) {
            take(folder, item);
        }
    }

    private static void take(Folder folder, Item item) {
        if (item.type == Item.Type.GROUP_STATE) {
            folder.items.removeIf(old -> old.type == Item.Type.GROUP_STATE && old.uid < item.uid);
        }
        if (item.type == Item.Type.IMDN
                && item.field("Message-Direction").equals("sent")
                && item.body.contains("<displayed/>")) {
            var original = item.body.replaceAll("(?s).*<message-id>(.*?)</message-id>.*", "$1");
            folder.items.stream()
                    .filter(other -> other.type != Item.Type.IMDN && other.key().equals(original))
                    .forEach(other -> other.seen = true);
        }
        folder.items.add(item);
    }

    /// What was read or deleted here and is not so there.
    private static void store(Line line, Folder folder, Map<Integer, String> marks) throws IOException {
        for (var flag : List.of("\\Seen", "\\Deleted")) {
            var uids = folder.items.stream()
                    .filter(item -> item.uid > 0 && (flag.equals("\\Seen") ? item.seen : item.deleted))
                    .filter(item -> item.pushed.add(flag))
                    .filter(item -> !marks.getOrDefault(item.uid, "").contains(flag))
                    .map(item -> String.valueOf(item.uid))
                    .toList();
            if (!uids.isEmpty()) {
                line.ask("UID STORE " + String.join(",", uids) + " +FLAGS (" + flag + ")");
            }
        }
    }

    private void push(Line line, Set<String> present) throws IOException {
        for (var own : outbox) {
            var name = own.folder;
            var item = own.item;
            if (item.uid > 0) {
                continue;
            }
            if (!present.contains(name)) {
                try {
                    line.askOne("CREATE " + name);
                } catch (Line.Refused exists) {
                    // an earlier one made it
                }
            }
            line.ask("SELECT " + name + " (CONDSTORE)");
            var appended = APPENDED.matcher(line.append(name, item.seen ? "\\Seen" : "", own.object));
            if (!appended.matches()) {
                throw new AssertionError("no uid");
            }
            var folder = folders.get(name);
            folder.uidValidity = Integer.parseInt(appended.group(1));
            item.uid = Integer.parseInt(appended.group(2));
        }
        outbox.clear();
    }

    /// Flags only come, and one with a backslash that it does not know ends its run.
    private static void merge(Item item, String flags) {
        for (var flag : flags.split(" ")) {
            if (flag.startsWith("\\") && !KNOWN_FLAGS.contains(flag)) {
                throw new AssertionError("no flag " + flag);
            }
            item.seen |= flag.equals("\\Seen");
            item.deleted |= flag.equals("\\Deleted");
            item.pushed.add(flag);
        }
    }

    // CPM-MSG §5.11
    private static Item.Type type(Map<String, String> header, String body) {
        var context = header.getOrDefault("message-context", "");
        var type = header.getOrDefault("content-type", "").toLowerCase(Locale.ROOT);
        if (context.equals("pager-message")) {
            return Item.Type.SMS;
        } else if (context.equals("multimedia-message")) {
            return Item.Type.MMS;
        } else if (type.contains("x-cpm-session")) {
            return Item.Type.SESSION_INFO;
        } else if (type.contains("group-state-object")) {
            return Item.Type.GROUP_STATE;
        } else if (type.contains("x-cpm-file-transfer")) {
            return Item.Type.FILE;
        } else if (type.equals("message/cpim")) {
            return body.contains("message/imdn+xml")
                    ? Item.Type.IMDN
                    : body.contains("rcs-ft-http") ? Item.Type.FILE : Item.Type.CHAT;
        }
        return Item.Type.MEDIA;
    }
}
