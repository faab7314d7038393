// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BoxId;

/// The names of all subscriptions of a box: one that is not named here is not there yet, or no more.
///
/// One row, so that creations on all nodes come one after another, and neither a correlator nor the last free
/// place is given twice.
///
/// @param text as the row holds it; null = there is no row
record Roll(BoxId box, @Nullable String text, List<Line> lines) {
    private static final String NO_TWIN = "-";

    Roll {
        lines = List.copyOf(lines);
    }

    /// @param twin follows from the correlator and whose it is; equal for the same request sent twice
    record Line(SubscriptionId id, String twin) {
        static Line of(SubscriptionId id, Terms terms) {
            return new Line(id, twinOf(terms));
        }
    }

    static Roll read(BoxId box, @Nullable String text) {
        var lines = new ArrayList<Line>();
        if (text != null) {
            for (var line : text.split("\n")) {
                var words = line.split(" ");
                lines.add(new Line(new SubscriptionId(words[0]), words[1]));
            }
        }
        return new Roll(box, text, lines);
    }

    /// @return null = no row
    static @Nullable String write(List<Line> lines) {
        return lines.isEmpty()
                ? null
                : lines.stream().map(line -> line.id() + " " + line.twin()).collect(Collectors.joining("\n"));
    }

    Optional<SubscriptionId> twin(Terms terms) {
        var wanted = twinOf(terms);
        return lines.stream()
                .filter(line -> !wanted.equals(NO_TWIN) && line.twin().equals(wanted))
                .map(Line::id)
                .findFirst();
    }

    boolean names(SubscriptionId id) {
        return lines.stream().anyMatch(line -> line.id().equals(id));
    }

    /// @param there those whose rows are there; a removal that was cut short leaves names of others
    List<Line> with(Line fresh, Set<SubscriptionId> there) {
        var all = new ArrayList<>(
                lines.stream().filter(line -> there.contains(line.id())).toList());
        all.add(fresh);
        return all;
    }

    List<Line> without(SubscriptionId id) {
        return lines.stream().filter(line -> !line.id().equals(id)).toList();
    }

    /// Devices are registered by the operator: no correlator that a client thinks up may stand in their way.
    private static String twinOf(Terms terms) {
        if (terms.correlator().isEmpty()) {
            return NO_TWIN;
        }
        boolean device = terms.target() instanceof Target.PushDevice;
        var whose = (device ? "device" : "client") + "\n" + terms.principal() + "\n" + terms.correlator();
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(whose.getBytes(UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(digest, 16));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the runtime lacks a mandatory algorithm", e);
        }
    }
}
