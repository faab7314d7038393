// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.satchel.conformance.wire.ImapWire;

/// Appends, flags, copies, moves and expunges, one object or many in one command.
public final class ImapWriter implements Writer {
    private static final int COPIES_MAX = 40;
    private static final int SET_MAX = 6;
    private static final int TOGETHER_MAX = 8;
    private static final List<String> FLAGS = List.of("\\Seen", "\\Flagged", "\\Answered", "$Forwarded", "kill-word");
    private static final Pattern APPEND_UID = Pattern.compile("\\[APPENDUID \\d+ (\\d+)]");
    private static final Pattern COPY_UID = Pattern.compile("\\[COPYUID \\d+ ([\\d,:]+ [\\d,:]+)]");

    private final ImapWire wire;
    private final Journal journal;
    private final Uids uids;
    private final List<String> folders;
    private final Random random;
    private String selected = "";

    public ImapWriter(ImapWire wire, Journal journal, Uids uids, List<String> folders, Random random) {
        this.wire = wire;
        this.journal = journal;
        this.uids = uids;
        this.folders = List.copyOf(folders);
        this.random = random;
    }

    @Override
    public void step() throws IOException {
        var copies = journal.copies();
        if (copies.isEmpty() || (copies.size() < COPIES_MAX && random.nextInt(3) == 0)) {
            append(1 + random.nextInt(TOGETHER_MAX) * random.nextInt(2));
            return;
        }
        var some = some(copies);
        switch (copies.size() >= COPIES_MAX ? 8 : random.nextInt(9)) {
            case 0, 1, 2 -> store(some);
            case 3 -> copy(some);
            case 4, 5 -> move(some);
            case 6, 7 -> storeEach(some);
            default -> expunge(some);
        }
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }

    private void append(int count) throws IOException {
        var folder = folders.get(random.nextInt(folders.size()));
        var news = new ArrayList<Copy>();
        var states = new ArrayList<List<Copy>>();
        var commands = new ArrayList<byte[]>();
        var after = new ArrayList<>(journal.copies());
        for (int i = 0; i < count; i++) {
            var copy = new Copy(journal.next(), folder, 0, flags(), "");
            news.add(copy);
            after.add(copy);
            states.add(List.copyOf(after));
            commands.add(ImapWire.appending(
                    folder,
                    "(" + String.join(" ", copy.flags()) + ")",
                    copy.sample().message()));
        }
        journal.attemptAll("APPEND " + news, states);
        long last = uids.last(journal.box(), folder);
        var answers = wire.together(commands);
        for (var copy : news) {
            var answer = answers.next();
            check(answer);
            long uid = Long.parseLong(answer.first(APPEND_UID));
            journal.acknowledge(all -> replaced(all, copy, copy.withUid(uid)));
            uids.give(journal.box(), folder, uid, copy.sample(), last);
            last = uid;
        }
    }

    /// A STORE for each, all on the way at once.
    private void storeEach(List<Copy> some) throws IOException {
        select(some.getFirst().folder());
        var states = new ArrayList<List<Copy>>();
        var commands = new ArrayList<byte[]>();
        var after = journal.copies();
        for (var copy : some) {
            var flags = flags();
            after = replaced(after, copy, copy.with(flags));
            states.add(after);
            commands.add("UID STORE %d FLAGS (%s)"
                    .formatted(copy.uid(), String.join(" ", flags))
                    .getBytes(UTF_8));
        }
        journal.attemptAll("STORE for each of " + some + " in " + selected, states);
        var answers = wire.together(commands);
        for (int i = 0; i < some.size(); i++) {
            check(answers.next());
            journal.acknowledge();
        }
    }

    private void store(List<Copy> some) throws IOException {
        var flags = flags();
        int how = random.nextInt(3);
        Function<Copy, Copy> edit = copy -> copy.with(
                switch (how) {
                    case 0 -> union(copy.flags(), flags);
                    case 1 -> minus(copy.flags(), flags);
                    default -> flags;
                });
        change(
                some,
                "UID STORE %s " + List.of("+FLAGS", "-FLAGS", "FLAGS").get(how) + " (" + String.join(" ", flags) + ")",
                edit);
    }

    private void copy(List<Copy> some) throws IOException {
        var target = other(some.getFirst().folder());
        var news = some.stream().map(copy -> copy.at(target, 0)).toList();
        var after = new ArrayList<>(journal.copies());
        after.addAll(news);
        transfer("UID COPY %s \"" + target + "\"", some, after);
    }

    private void move(List<Copy> some) throws IOException {
        var target = other(some.getFirst().folder());
        var after = new ArrayList<>(journal.copies());
        after.removeAll(some);
        some.forEach(copy -> after.add(copy.at(target, 0)));
        transfer("UID MOVE %s \"" + target + "\"", some, after);
    }

    private void transfer(String command, List<Copy> some, List<Copy> after) throws IOException {
        select(some.getFirst().folder());
        var target = other(some.getFirst().folder());
        var filled = command.formatted(set(some));
        journal.attempt(filled + " " + some, after);
        long last = uids.last(journal.box(), target);
        var answer = wire.command(filled);
        check(answer);
        var pairs = pairs(answer.first(COPY_UID));
        var told = new HashMap<Sample, List<Long>>();
        some.forEach(copy -> told.computeIfAbsent(copy.sample(), unknown -> new ArrayList<>())
                .add(told(pairs, copy)));
        journal.acknowledge(all -> all.stream()
                .map(copy -> copy.uid() == 0 && copy.folder().equals(target)
                        ? copy.withUid(told.get(copy.sample()).removeFirst())
                        : copy)
                .toList());
        some.forEach(copy -> uids.give(journal.box(), target, told(pairs, copy), copy.sample(), last));
    }

    private void expunge(List<Copy> some) throws IOException {
        change(
                some,
                "UID STORE %s +FLAGS.SILENT (\\Deleted)",
                copy -> copy.with(union(copy.flags(), Set.of("\\Deleted"))));
        var after = new ArrayList<>(journal.copies());
        var set = set(some);
        after.removeIf(copy -> some.stream()
                .anyMatch(it -> it.uid() == copy.uid() && it.folder().equals(copy.folder())));
        journal.attemptRemoval("UID EXPUNGE " + set, after);
        check(wire.command("UID EXPUNGE " + set));
        journal.acknowledge();
    }

    private void change(List<Copy> some, String command, Function<Copy, Copy> edit) throws IOException {
        select(some.getFirst().folder());
        var chosen = new HashSet<>(some);
        var after = journal.copies().stream()
                .map(copy -> chosen.contains(copy) ? edit.apply(copy) : copy)
                .toList();
        var filled = command.formatted(set(some));
        journal.attempt(filled + " in " + selected, after);
        check(wire.command(filled));
        journal.acknowledge();
    }

    private void select(String folder) throws IOException {
        if (!selected.equals(folder)) {
            check(wire.command("SELECT \"" + folder + "\" (CONDSTORE)"));
            selected = folder;
        }
    }

    /// A few of one folder.
    private List<Copy> some(List<Copy> copies) {
        var folder = copies.get(random.nextInt(copies.size())).folder();
        var there = new ArrayList<>(
                copies.stream().filter(copy -> copy.folder().equals(folder)).toList());
        Collections.shuffle(there, random);
        return List.copyOf(there.subList(0, 1 + random.nextInt(Math.min(SET_MAX, there.size()))));
    }

    private Set<String> flags() {
        return FLAGS.stream().filter(flag -> random.nextInt(3) == 0).collect(Collectors.toSet());
    }

    private String other(String folder) {
        return folders.get((folders.indexOf(folder) + 1) % folders.size());
    }

    /// @throws Refused when it is not OK
    public static void check(ImapWire.Answer answer) {
        if (!answer.isOk()) {
            throw new Refused(answer.toString(), answer.status().startsWith("NO [UNAVAILABLE]"));
        }
    }

    private static String set(List<Copy> some) {
        return some.stream().map(copy -> Long.toString(copy.uid())).collect(Collectors.joining(","));
    }

    private static List<Copy> replaced(List<Copy> all, Copy old, Copy fresh) {
        return all.stream().map(copy -> copy.equals(old) ? fresh : copy).toList();
    }

    private static Set<String> union(Set<String> a, Set<String> b) {
        var both = new HashSet<>(a);
        both.addAll(b);
        return both;
    }

    private static Set<String> minus(Set<String> a, Set<String> b) {
        var rest = new HashSet<>(a);
        rest.removeAll(b);
        return rest;
    }

    private static long told(Map<Long, Long> pairs, Copy copy) {
        var uid = pairs.get(copy.uid());
        if (uid == null) {
            throw new AssertionError("COPYUID " + pairs + " does not tell of " + copy);
        }
        return uid;
    }

    /// Old to new. RFC 4315 §3
    private static Map<Long, Long> pairs(String sets) {
        var sides = sets.split(" ");
        var from = List.copyOf(ImapRow.numbers(sides[0]));
        var to = List.copyOf(ImapRow.numbers(sides[1]));
        if (from.size() != to.size()) {
            throw new AssertionError("COPYUID " + sets);
        }
        var pairs = new HashMap<Long, Long>();
        for (int i = 0; i < from.size(); i++) {
            pairs.put(from.get(i), to.get(i));
        }
        return pairs;
    }
}
