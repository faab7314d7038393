// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.satchel.model.text.WrittenDate;

/// What one streaming pass over the payload found at deposit. No hot path parses the payload again.
///
/// @param kind what the object is to CPM
/// @param attributes the NMS attributes, in the order of the mapping table of `docs/architecture.md`
/// @param envelope for IMAP ENVELOPE and for sorting
/// @param body for IMAP BODYSTRUCTURE; its extents locate every part in the payload
/// @param contents what the user sent, unwrapped: the content
/// inside CPIM, or the leaves of the MIME tree. NMS payload parts
/// @param preview at most 200 characters of text for a list view; empty when there is no text
/// @param correlationTag see [CorrelationTag]; of what the attributes say, computed once
public record Summary(
        Kind kind,
        List<Attribute> attributes,
        Envelope envelope,
        BodyPart body,
        List<ContentPart> contents,
        String preview,
        String correlationTag) {
    public Summary {
        attributes = List.copyOf(attributes);
        contents = List.copyOf(contents);
    }

    /// With the tag that the attributes make.
    public static Summary of(
            Kind kind,
            List<Attribute> attributes,
            Envelope envelope,
            BodyPart body,
            List<ContentPart> contents,
            String preview) {
        return new Summary(kind, attributes, envelope, body, contents, preview, CorrelationTag.of(kind, attributes));
    }

    /// First value of the named attribute.
    public Optional<String> attribute(String name) {
        var values = values(name);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
    }

    /// The `Date` attribute; empty when there is none that can be read.
    public Optional<Instant> date() {
        return attribute("Date").flatMap(WrittenDate::parse).map(date -> date.toInstant());
    }

    public List<String> values(String name) {
        return values(attributes, name);
    }

    static List<String> values(List<Attribute> attributes, String name) {
        for (var attribute : attributes) {
            if (attribute.name().equalsIgnoreCase(name)) {
                return attribute.values();
            }
        }
        return List.of();
    }

    /// With these attributes added; one of the same name is replaced.
    public Summary withAttributes(List<Attribute> more) {
        var all = new ArrayList<>(attributes);
        for (var attribute : more) {
            all.removeIf(old -> old.name().equalsIgnoreCase(attribute.name()));
            all.add(attribute);
        }
        return of(kind, all, envelope, body, contents, preview);
    }
}
