// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.mime;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BodyPart;
import org.satchel.model.text.HeaderBlock;

/// What the scan of an object yields, before it is given a meaning.
///
/// @param outer header fields of the object itself
/// @param body the MIME tree that IMAP sees
/// @param cpim message headers of the CPIM message that the object is; empty ones for any other object
/// @param contentBlock MIME fields of what the user sent: those inside CPIM, else the outer ones
/// @param content root of what the user sent
/// @param leaves its leaves
record ObjectParts(
        HeaderBlock outer,
        BodyPart body,
        boolean isCpim,
        CpimHeaders cpim,
        HeaderBlock contentBlock,
        BodyPart content,
        List<FoundLeaf> leaves) {

    @Nullable
    String outer(String name) {
        return outer.firstOr(name, null);
    }

    /// Media type of what the user sent, in lower case.
    String contentType() {
        return mediaType(content.head());
    }

    Optional<FoundLeaf> firstOfType(String type, String subtype) {
        for (var leaf : leaves) {
            if (leaf.leaf().head().isType(type, subtype)) {
                return Optional.of(leaf);
            }
        }
        return Optional.empty();
    }

    static String mediaType(BodyPart.Head head) {
        return (head.type() + "/" + head.subtype()).toLowerCase(Locale.ROOT);
    }
}
