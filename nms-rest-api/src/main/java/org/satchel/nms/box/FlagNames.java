// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.box;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.satchel.model.Flags;
import org.satchel.nms.problem.Refusal;

/// Flags as NMS shows them: those of the model, and `\Recent` for whatever has not been seen.
// OMA NMS §11.1, §13.35
public final class FlagNames {
    public static final String RECENT = "\\Recent";

    private FlagNames() {}

    public static List<String> of(Flags flags) {
        if (flags.seen()) {
            return flags.names();
        }
        var names = new ArrayList<>(flags.names());
        names.add(RECENT);
        return names;
    }

    /// True for either spelling.
    public static boolean isRecent(String name) {
        return name.equalsIgnoreCase(RECENT) || name.equalsIgnoreCase("Recent");
    }

    /// What a client sets; `\Recent` is not its to set.
    ///
    /// @throws Refusal 400 for a name that is no flag
    public static Flags read(Collection<String> names) {
        try {
            return Flags.of(names.stream().filter(name -> !isRecent(name)).toList());
        } catch (IllegalArgumentException e) {
            throw Refusal.badInput("flags.flag");
        }
    }
}
