// SPDX-License-Identifier: Apache-2.0
package org.satchel.cassandra;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Commit;
import org.satchel.model.codec.CommitCodec;
import org.satchel.model.state.BoxState;
import org.satchel.model.state.PendingContents;

/// A group in the making: commits of this process and of others, each on the state that the ones before it made.
final class GroupDraft {
    private final UUID op;
    private final long fence;
    private final CassandraBox box;
    private final BoxState before;
    private final List<Attempt> own = new ArrayList<>();
    private final List<Commit> commits = new ArrayList<>();
    private final List<byte[]> forms = new ArrayList<>();
    private BoxState state;
    private int bytes;
    /// Null until somebody needs it.
    private @Nullable PendingContents contents;

    /// An empty one behind the present of the box.
    GroupDraft(UUID op, long fence, CassandraBox box) {
        this.op = op;
        this.fence = fence;
        this.box = box;
        this.before = box.present().state();
        this.state = before;
    }

    /// Adds the next writes of this process.
    void add(List<Attempt> attempts) {
        for (var attempt : attempts) {
            state = contents == null ? attempt.after(state) : attempt.repeat(state, contents);
            own.add(attempt);
            var commit = attempt.commit();
            var form = attempt.encoded();
            if (commit != null && form != null) {
                add(commit, form);
            }
        }
    }

    /// Adds the next commits, made by somebody else.
    ///
    /// @throws IllegalStateException when they do not follow; nothing is added then
    void follow(ByteBuffer body) {
        var added = Group.forms(body);
        var decoded = added.stream().map(CommitCodec::decode).toList();
        var pending = contents();
        var next = state;
        for (var commit : decoded) {
            if (commit.modSeq().number() != next.head().number() + 1) {
                throw new IllegalStateException("commit " + commit.modSeq() + " after " + next.head());
            }
            pending.add(commit);
            next = next.apply(commit, pending);
        }
        state = next;
        for (int i = 0; i < added.size(); i++) {
            add(decoded.get(i), added.get(i));
        }
    }

    private void add(Commit commit, byte[] form) {
        commits.add(commit);
        forms.add(form);
        bytes += Integer.BYTES + form.length;
    }

    UUID op() {
        return op;
    }

    /// That it is written with.
    long fence() {
        return fence;
    }

    /// The commit that it follows.
    long base() {
        return before.head().number();
    }

    boolean isEmpty() {
        return commits.isEmpty();
    }

    int size() {
        return commits.size();
    }

    /// Of its body.
    int bytes() {
        return bytes;
    }

    /// The box with the group.
    BoxState state() {
        return state;
    }

    /// What the box has with the group.
    PendingContents contents() {
        var made = contents;
        if (made == null) {
            made = new PendingContents(new LatestRows(box));
            var replayed = before;
            for (var attempt : own) {
                replayed = attempt.repeat(replayed, made);
            }
            contents = made;
        }
        return made;
    }

    /// The commits from the given one on, as bytes.
    ByteBuffer body(int from) {
        return Group.body(forms.subList(from, forms.size()));
    }

    Group group(List<UUID> parts) {
        return new Group(op, commits, parts);
    }
}
