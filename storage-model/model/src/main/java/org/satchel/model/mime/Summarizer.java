// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.mime;

import java.util.List;
import org.satchel.model.BodyPart;
import org.satchel.model.ContentPart;
import org.satchel.model.Summary;

/// Summarises an object while its bytes stream by. One use, one thread: any number of [#write], then [#finish].
///
/// One pass, flat memory: header blocks and the heads of text parts are all that is kept. For IMAP `message/cpim` is
/// one leaf; what it
/// carries is found all the same and told as the summary's contents.
public final class Summarizer {
    private final CpimScanner cpim = new CpimScanner();
    private final EntityScanner entity = new EntityScanner(0, cpim);

    public void write(byte[] bytes, int offset, int length) {
        entity.take(bytes, offset, length);
    }

    /// What was found; malformed input gives a plainer summary, never an exception.
    public Summary finish() {
        var parts = parts(entity.finish());
        var kind = Kinds.of(parts);
        var envelope = EnvelopeReader.read(parts.outer());
        return Summary.of(
                kind,
                AttributeReader.read(parts, kind, envelope),
                envelope,
                parts.body(),
                contents(parts),
                Previews.of(parts, kind));
    }

    private List<ContentPart> contents(ObjectParts parts) {
        var leaves = cpim.isInPlace() ? parts.leaves() : entity.leaves();
        return leaves.stream().map(FoundLeaf::part).toList();
    }

    private ObjectParts parts(BodyPart body) {
        cpim.finish();
        var content = cpim.content();
        var outer = entity.rootBlock();
        if (content == null) {
            boolean isCpim = body.head().isType("message", "cpim");
            return new ObjectParts(outer, body, isCpim, cpim.headers(), outer, body, entity.leaves());
        }
        return new ObjectParts(outer, body, true, cpim.headers(), cpim.contentBlock(), content, cpim.leaves());
    }
}
