// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// What one user sent to another: each acknowledged message is in both boxes, each other one at most once in each.
///
/// The writer's thread writes; others read after it has ended.
public final class SipLedger {
    private static final int NEW_PER_ROUND_MAX = 15;

    private final String from;
    private final String to;
    private final String writer;
    private final List<Sample> acknowledged = new ArrayList<>();
    private final Set<Sample> open = new LinkedHashSet<>();
    private int samples;
    private int fresh;
    private int answers;

    public SipLedger(String from, String to, String writer) {
        this.from = from;
        this.to = to;
        this.writer = writer;
    }

    public String from() {
        return from;
    }

    public String to() {
        return to;
    }

    public String writer() {
        return writer;
    }

    public int acknowledgements() {
        return answers;
    }

    public void newRound() {
        fresh = 0;
    }

    /// What to send next; noted before it is sent.
    public Sample choose(Random random) {
        if (!open.isEmpty()) {
            return open.iterator().next();
        }
        if (!acknowledged.isEmpty() && (fresh >= NEW_PER_ROUND_MAX || random.nextInt(5) == 0)) {
            return acknowledged.get(random.nextInt(acknowledged.size()));
        }
        var sample = new Sample(writer, ++samples);
        fresh++;
        open.add(sample);
        return sample;
    }

    public void acknowledge(Sample sample) {
        answers++;
        if (open.remove(sample)) {
            acknowledged.add(sample);
        }
    }

    /// Compares with what a box shows of this writer.
    ///
    /// @return what is wrong
    public List<String> complaints(String box, List<Seen> shown) {
        var wrong = new ArrayList<String>();
        boolean sender = box.equals(from);
        var folder = "Default/" + (sender ? to : from);
        var flags = sender ? Set.of("\\Seen") : Set.<String>of();
        var here = new LinkedHashSet<Sample>();
        for (var seen : shown) {
            var sample = seen.sample();
            if (!here.add(sample)) {
                wrong.add(box + ": twice: " + seen);
            }
            if (sample.number() > samples) {
                wrong.add(box + ": never sent: " + seen);
            }
            if (!seen.folder().equals(folder) || !seen.flags().equals(flags)) {
                wrong.add(box + ": not as recorded: " + seen);
            }
            if (!endsWith(seen.content().bytes(), sample.cpim())) {
                wrong.add(box + ": other bytes: " + seen);
            }
        }
        acknowledged.stream()
                .filter(sample -> !here.contains(sample))
                .forEach(sample -> wrong.add(box + ": acknowledged and lost: " + sample));
        return wrong;
    }

    private static boolean endsWith(byte[] object, byte[] body) {
        int from = object.length - body.length;
        return from >= 4
                && Arrays.equals(object, from, object.length, body, 0, body.length)
                && Arrays.equals(object, from - 4, from, new byte[] {'\r', '\n', '\r', '\n'}, 0, 4);
    }
}
