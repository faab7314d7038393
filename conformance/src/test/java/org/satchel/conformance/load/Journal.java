// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.load;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// What one writer has in a box: as acknowledged, and as it would be if the open operation were carried out.
///
/// The writer's thread writes; others read after it has ended.
public final class Journal {
    private static final int TAIL_MAX = 12;

    private final String box;
    private final String writer;
    private final Deque<String> tail = new ArrayDeque<>();
    private List<Copy> copies = List.of();
    /// How the box is to be after each of the operations on the way, in order.
    private final List<List<Copy>> attempted = new ArrayList<>();
    private boolean piecemeal;
    private boolean scattered;
    private int samples;
    private int acknowledged;

    public Journal(String box, String writer) {
        this.box = box;
        this.writer = writer;
    }

    public String box() {
        return box;
    }

    public String writer() {
        return writer;
    }

    public List<Copy> copies() {
        return copies;
    }

    /// Operations acknowledged so far.
    public int acknowledged() {
        return acknowledged;
    }

    public boolean isOpen() {
        return !attempted.isEmpty();
    }

    /// A message that was never sent before.
    public Sample next() {
        return new Sample(writer, ++samples);
    }

    /// Before the operation is sent.
    ///
    /// @param after how the box would be when it is carried out; it is all done or nothing
    public void attempt(String what, List<Copy> after) {
        attemptAll(what, List.of(after));
    }

    /// Before several operations are sent at once: they are carried out in order, up to any of them.
    public void attemptAll(String what, List<List<Copy>> after) {
        note("tries " + what);
        attempted.clear();
        attempted.addAll(after);
        piecemeal = false;
        scattered = false;
    }

    /// Before a removal is sent that may be carried out for some and not for others.
    public void attemptRemoval(String what, List<Copy> after) {
        attempt(what, after);
        piecemeal = true;
    }

    /// After an answer that leaves open whether something was done, or where the work of a lost connection may go on:
    /// of several operations on the way each may have been carried out.
    public void scatter() {
        scattered = true;
    }

    /// After the answer came to the first that is on the way.
    ///
    /// @param told turns what was attempted into what the answer told of it
    public void acknowledge(UnaryOperator<List<Copy>> told) {
        copies = List.copyOf(told.apply(attempted.removeFirst()));
        attempted.replaceAll(later -> List.copyOf(told.apply(later)));
        acknowledged++;
        note("acknowledged");
    }

    public void acknowledge() {
        acknowledge(UnaryOperator.identity());
    }

    /// Compares with what the server shows of this writer, and takes over which way the open operation went.
    ///
    /// @return what is wrong
    public Optional<String> settle(List<Seen> shown) {
        var settled = match(copies, shown);
        for (var next = attempted.iterator(); settled.isEmpty() && next.hasNext(); ) {
            settled = match(next.next(), shown);
        }
        if (settled.isEmpty() && piecemeal && !attempted.isEmpty()) {
            var possible = attempted.getFirst();
            settled = match(
                    copies.stream()
                            .filter(copy ->
                                    possible.contains(copy) || shown.stream().anyMatch(seen -> seen.is(copy)))
                            .toList(),
                    shown);
        }
        if (settled.isEmpty() && scattered && attempted.size() > 1) {
            settled = match(scattered(shown), shown);
        }
        if (settled.isEmpty()) {
            return Optional.of(complaint(shown));
        }
        note(
                attempted.isEmpty()
                        ? "checked"
                        : "checked; the open one was " + (settled.get().equals(copies) ? "not " : "") + "done");
        copies = settled.get();
        attempted.clear();
        return Optional.empty();
    }

    /// Of the operations on the way, which change different objects, those that were carried out.
    private List<Copy> scattered(List<Seen> shown) {
        var last = attempted.getLast();
        var settled = new ArrayList<Copy>();
        for (var copy : copies) {
            var changed = last.stream()
                    .filter(it -> it.uid() == copy.uid() && it.folder().equals(copy.folder()))
                    .filter(it -> shown.stream().anyMatch(seen -> seen.is(it)))
                    .findFirst();
            settled.add(copy.uid() == 0 ? copy : changed.orElse(copy));
        }
        last.stream()
                .filter(copy -> copy.uid() == 0 && !copies.contains(copy))
                .filter(copy -> shown.stream().anyMatch(seen -> seen.is(copy)))
                .forEach(settled::add);
        return settled;
    }

    private static Optional<List<Copy>> match(List<Copy> copies, List<Seen> shown) {
        if (copies.size() != shown.size()) {
            return Optional.empty();
        }
        var pool = new ArrayList<>(shown);
        var found = new ArrayList<Copy>();
        // Those whose uid is known first: the others take what is left.
        for (var copy :
                copies.stream().sorted((a, b) -> Long.compare(b.uid(), a.uid())).toList()) {
            var seen = pool.stream().filter(it -> it.is(copy)).findFirst();
            if (seen.isEmpty()) {
                return Optional.empty();
            }
            pool.remove(seen.get());
            found.add(copy.withUid(seen.get().uid()));
        }
        return Optional.of(found);
    }

    private String complaint(List<Seen> shown) {
        var text = new StringBuilder(
                "writer " + writer + " in " + box + "\n  lately: " + String.join("\n          ", tail));
        text.append(difference("acknowledged", copies, shown));
        attempted.forEach(possible -> text.append(difference("attempted", possible, shown)));
        return text.toString();
    }

    private static String difference(String name, List<Copy> copies, List<Seen> shown) {
        var missing = copies.stream().filter(copy -> shown.stream().noneMatch(seen -> seen.is(copy)));
        var surplus = shown.stream().filter(seen -> copies.stream().noneMatch(seen::is));
        return "\n  against what was " + name + " (" + copies.size() + ", shown " + shown.size() + "):\n    missing "
                + missing.toList() + "\n    surplus " + surplus.toList();
    }

    private void note(String line) {
        tail.add(line);
        if (tail.size() > TAIL_MAX) {
            tail.remove();
        }
    }
}
