// SPDX-License-Identifier: Apache-2.0
package org.satchel.recorder;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The header fields of a SIP message in their order. Names compare without regard to case. RFC 3261 §7.3.1
public record SipHeaders(List<SipHeader> fields) {
    public static final SipHeaders NONE = new SipHeaders(List.of());

    public SipHeaders {
        fields = List.copyOf(fields);
    }

    public Optional<String> first(String name) {
        for (var field : fields) {
            if (field.name().equalsIgnoreCase(name)) {
                return Optional.of(field.value());
            }
        }
        return Optional.empty();
    }

    public List<String> all(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(SipHeader::value)
                .toList();
    }

    /// With one more field at the end.
    public SipHeaders plus(String name, String value) {
        var more = new ArrayList<>(fields);
        more.add(new SipHeader(name, value));
        return new SipHeaders(more);
    }

    /// With the first field of this name replaced in its place, or added at the end.
    public SipHeaders with(String name, String value) {
        var changed = new ArrayList<>(fields);
        for (int i = 0; i < changed.size(); i++) {
            if (changed.get(i).name().equalsIgnoreCase(name)) {
                changed.set(i, new SipHeader(name, value));
                return new SipHeaders(changed);
            }
        }
        return plus(name, value);
    }

    public SipHeaders without(String name) {
        return new SipHeaders(fields.stream()
                .filter(field -> !field.name().equalsIgnoreCase(name))
                .toList());
    }

    public SipHeaders withoutFirst(String name) {
        var fewer = new ArrayList<>(fields);
        for (int i = 0; i < fewer.size(); i++) {
            if (fewer.get(i).name().equalsIgnoreCase(name)) {
                fewer.remove(i);
                break;
            }
        }
        return new SipHeaders(fewer);
    }
}
