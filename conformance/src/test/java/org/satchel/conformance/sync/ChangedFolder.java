// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.sync;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.satchel.conformance.wire.ImapWire;

/// An INBOX that one client changes at random, and what must have come of it: which uids are there, and between which
/// marks each was changed or went.
final class ChangedFolder {
    private static final List<String> WORDS = List.of("\\Seen", "\\Flagged", "\\Answered", "$k1", "$k2", "$k3");
    private static final int TOGETHER = 500;

    private final Random random;
    private final BitSet present = new BitSet();
    /// By uid: one bit for each of the words.
    private byte[] flags;
    /// By uid: how many marks there were when it last changed, came or went.
    private byte[] touched;
    private int next;
    private byte marks;

    /// @param count of objects, with the uids from 1 on
    ChangedFolder(int count, Random random) {
        this.random = random;
        present.set(1, count + 1);
        next = count + 1;
        flags = new byte[2 * next];
        touched = new byte[2 * next];
    }

    void mark() {
        marks++;
    }

    BitSet present() {
        return (BitSet) present.clone();
    }

    /// Those that are there and have changed or come since a mark.
    BitSet changedSince(int mark) {
        var uids = touchedSince(mark);
        uids.and(present);
        return uids;
    }

    /// Those that have gone since a mark, whenever they came.
    BitSet goneSince(int mark) {
        var uids = touchedSince(mark);
        uids.andNot(present);
        return uids;
    }

    private BitSet touchedSince(int mark) {
        var uids = new BitSet();
        for (int uid = 1; uid < next; uid++) {
            if (touched[uid] > mark) {
                uids.set(uid);
            }
        }
        return uids;
    }

    /// Makes changes to one object each: three of four change flags, the others remove it, move it away or copy it.
    void change(ImapWire wire, int changes) throws IOException {
        for (int done = 0; done < changes; done += TOGETHER) {
            var commands = new ArrayList<byte[]>();
            for (int i = done; i < Math.min(changes, done + TOGETHER); i++) {
                for (var command : one()) {
                    commands.add(command.getBytes(UTF_8));
                }
            }
            var answers = wire.together(commands);
            for (var command : commands) {
                var answer = answers.next();
                assertThat(answer.isOk())
                        .as("%s: %s", new String(command, UTF_8), answer.status())
                        .isTrue();
            }
        }
    }

    private List<String> one() {
        int uid = present.nextSetBit(1 + random.nextInt(next - 1));
        if (uid < 0) {
            uid = present.nextSetBit(1);
        }
        return switch (random.nextInt(20)) {
            case 0, 1 -> {
                goes(uid);
                yield List.of("UID STORE " + uid + " +FLAGS.SILENT (\\Deleted)", "UID EXPUNGE " + uid);
            }
            case 2 -> {
                goes(uid);
                yield List.of("UID MOVE " + uid + " RCSMessageStore/kept");
            }
            case 3, 4 -> {
                comes(flags[uid]);
                yield List.of("UID COPY " + uid + " INBOX");
            }
            default -> List.of(flag(uid));
        };
    }

    private String flag(int uid) {
        int word = random.nextInt(WORDS.size());
        boolean sets = random.nextBoolean();
        byte before = flags[uid];
        flags[uid] = (byte) (sets ? before | 1 << word : before & ~(1 << word));
        if (flags[uid] != before) {
            touched[uid] = marks;
        }
        return "UID STORE " + uid + (sets ? " +" : " -") + "FLAGS.SILENT (" + WORDS.get(word) + ")";
    }

    private void goes(int uid) {
        present.clear(uid);
        touched[uid] = marks;
    }

    private void comes(byte carrying) {
        if (next == flags.length) {
            flags = Arrays.copyOf(flags, 2 * next);
            touched = Arrays.copyOf(touched, 2 * next);
        }
        present.set(next);
        flags[next] = carrying;
        touched[next] = marks;
        next++;
    }
}
