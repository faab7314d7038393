// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.objects;

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// Which attributes an answer holds.
///
/// @param names in lower case; counts only when not all are wanted
// OMA NMS §7.6, §13.7
public record AttributeFilter(boolean all, Set<String> names) {
    public static final AttributeFilter ALL = new AttributeFilter(true, Set.of());

    public AttributeFilter {
        names = Set.copyOf(names);
    }

    /// Repeated parameters, each perhaps a list with commas; `*` and `All` mean all, `None` none.
    public static AttributeFilter of(Collection<String> parameters) {
        var names = new HashSet<String>();
        for (var parameter : parameters) {
            for (var name : parameter.split(",")) {
                names.add(name.strip().toLowerCase(Locale.ROOT));
            }
        }
        names.remove("");
        boolean all = names.isEmpty() || names.contains("*") || names.contains("all");
        return all ? ALL : new AttributeFilter(false, names);
    }

    public boolean passes(String name) {
        return all || names.contains(name.toLowerCase(Locale.ROOT));
    }
}
