// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import org.jspecify.annotations.Nullable;

/// An object under question that is opened at most once.
final class ViewCandidate implements Query.Candidate {
    private final BoxView view;
    private final FolderId folder;
    private final Entry entry;
    private @Nullable Summary summary;

    ViewCandidate(BoxView view, FolderId folder, Entry entry, @Nullable Summary summary) {
        this.view = view;
        this.folder = folder;
        this.entry = entry;
        this.summary = summary;
    }

    @Override
    public FolderId folder() {
        return folder;
    }

    @Override
    public Entry entry() {
        return entry;
    }

    @Override
    public Summary summary() {
        var known = summary;
        if (known == null) {
            known = view.object(new Placement(folder, entry.uid())).summary();
            summary = known;
        }
        return known;
    }

    @Override
    public Payload payload() {
        return view.payload(new Placement(folder, entry.uid()));
    }
}
