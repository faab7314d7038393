// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.load;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.satchel.conformance.wire.NmsWire;

/// Uploads, flags and deletes objects over REST.
public final class NmsWriter implements Writer {
    private static final int COPIES_MAX = 30;
    private static final List<String> FLAGS = List.of("\\Seen", "\\Flagged", "\\Answered", "$Forwarded");

    private final NmsWire wire;
    private final Journal journal;
    private final List<String> folders;
    private final Random random;

    public NmsWriter(NmsWire wire, Journal journal, List<String> folders, Random random) {
        this.wire = wire;
        this.journal = journal;
        this.folders = List.copyOf(folders);
        this.random = random;
    }

    @Override
    public void step() throws IOException {
        // What was never acknowledged has no URL that we know.
        var mine =
                journal.copies().stream().filter(copy -> !copy.url().isEmpty()).toList();
        if (mine.isEmpty() || (mine.size() < COPIES_MAX && random.nextInt(3) == 0)) {
            upload();
            return;
        }
        var copy = mine.get(random.nextInt(mine.size()));
        var flag = FLAGS.get(random.nextInt(FLAGS.size()));
        var url = flagUrl(copy, flag);
        switch (mine.size() >= COPIES_MAX ? 4 : random.nextInt(5)) {
            case 0, 1 -> {
                attempt("PUT " + url, copy, it -> it.with(flags(it.flags(), flag, true)));
                check(wire.put(url), 201);
            }
            case 2, 3 -> {
                attempt("DELETE " + url, copy, it -> it.with(flags(it.flags(), flag, false)));
                check(wire.delete(url), 204);
            }
            default -> {
                var after = new ArrayList<>(journal.copies());
                after.remove(copy);
                journal.attempt("DELETE " + copy.url(), after);
                check(wire.delete(wire.url(copy.url())), 204);
            }
        }
        journal.acknowledge();
    }

    @Override
    public void close() {
        wire.close();
    }

    private void upload() throws IOException {
        var flags = new HashSet<String>();
        FLAGS.stream().filter(flag -> random.nextInt(3) == 0).forEach(flags::add);
        var copy = new Copy(journal.next(), folders.get(random.nextInt(folders.size())), 0, flags, "");
        var after = new ArrayList<>(journal.copies());
        after.add(copy);
        journal.attempt("POST " + copy, after);
        var answer = wire.upload(copy.folder(), flags, copy.sample().message());
        check(answer, 201);
        var url = answer.json().at("/reference/resourceURL").asText();
        // The port is another after each restart.
        var path = url.substring(url.indexOf("objects/"));
        journal.acknowledge(all -> all.stream()
                .map(it -> it.equals(copy) ? copy.withUrl(path) : it)
                .toList());
    }

    private void attempt(String what, Copy copy, Function<Copy, Copy> edit) {
        journal.attempt(
                what,
                journal.copies().stream()
                        .map(it -> it.equals(copy) ? edit.apply(it) : it)
                        .toList());
    }

    private String flagUrl(Copy copy, String flag) {
        return wire.url(copy.url()) + "/flags/" + URLEncoder.encode(flag, StandardCharsets.UTF_8);
    }

    private static Set<String> flags(Set<String> before, String flag, boolean set) {
        var after = new HashSet<>(before);
        if (set) {
            after.add(flag);
        } else {
            after.remove(flag);
        }
        return after;
    }

    private static void check(NmsWire.Answer answer, int expected) {
        if (answer.status() != expected) {
            throw new Refused(answer.toString(), answer.status() == 503);
        }
    }
}
