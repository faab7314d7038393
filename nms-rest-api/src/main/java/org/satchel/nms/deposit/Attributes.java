// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.deposit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.satchel.model.Attribute;
import org.satchel.nms.problem.Refusal;
import org.satchel.nms.type.NmsAttribute;

/// The attributes of an uploaded object, checked, by name without regard to case.
// OMA NMS §5.1, §11.2
final class Attributes {
    private static final int COUNT_MAX = 200;
    private static final int NAME_CHARS_MAX = 200;

    private final Map<String, Attribute> byName = new LinkedHashMap<>();

    /// @throws Refusal 400 for an attribute without a name, without values, twice there, or with a name of ours
    Attributes(List<NmsAttribute> given) {
        if (given.size() > COUNT_MAX) {
            throw Refusal.tooLarge("more than " + COUNT_MAX + " attributes");
        }
        for (var attribute : given) {
            var name = attribute.name() == null ? "" : attribute.name().strip();
            boolean legal =
                    !name.isEmpty() && name.length() <= NAME_CHARS_MAX && !Hidden.is(name) && !hasControls(name);
            if (!legal) {
                throw Refusal.badInput("object.attributes.attribute.name");
            }
            var values = attribute.value() == null ? List.<String>of() : attribute.value();
            // A value that is missing is an attribute that is missing.
            if (!values.isEmpty() && byName.put(name.toLowerCase(Locale.ROOT), new Attribute(name, values)) != null) {
                throw Refusal.badInput("object.attributes.attribute.name " + name + " twice");
            }
        }
    }

    private static boolean hasControls(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) < ' ' || name.charAt(i) == 0x7f) {
                return true;
            }
        }
        return false;
    }

    List<Attribute> all() {
        return new ArrayList<>(byName.values());
    }

    List<String> values(String name) {
        var attribute = byName.get(name.toLowerCase(Locale.ROOT));
        return attribute == null ? List.of() : attribute.values();
    }

    /// The first value that says something.
    Optional<String> first(String name) {
        for (var value : values(name)) {
            var stripped = value.strip();
            if (!stripped.isEmpty()) {
                return Optional.of(stripped);
            }
        }
        return Optional.empty();
    }

    boolean is(String name, String value) {
        return first(name).filter(value::equalsIgnoreCase).isPresent();
    }
}
