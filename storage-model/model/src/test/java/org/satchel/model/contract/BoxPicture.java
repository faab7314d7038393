// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.satchel.model.Annotation;
import org.satchel.model.BoxView;
import org.satchel.model.Entry;
import org.satchel.model.Folder;
import org.satchel.model.FolderId;
import org.satchel.model.FolderPath;
import org.satchel.model.Grant;
import org.satchel.model.ModSeq;
import org.satchel.model.Quota;

/// All that a view shows but summaries and payloads, to be compared.
public record BoxPicture(
        ModSeq modSeq,
        ModSeq oldest,
        List<Folder> folders,
        Map<FolderId, List<Entry>> entries,
        List<FolderPath> subscriptions,
        List<Annotation> annotations,
        List<Grant> grants,
        Quota quota,
        Quota.Usage usage) {
    public static BoxPicture of(BoxView view) {
        var folders = List.copyOf(view.folders());
        var entries = new TreeMap<FolderId, List<Entry>>();
        var annotations = new ArrayList<>(view.annotations(Optional.empty()));
        var grants = new ArrayList<Grant>();
        for (var folder : folders) {
            entries.put(folder.id(), Stage.entries(view, folder.id()));
            annotations.addAll(view.annotations(Optional.of(folder.id())));
            grants.addAll(view.grants(folder.id()));
        }
        return new BoxPicture(
                view.modSeq(),
                view.oldest(),
                folders,
                entries,
                List.copyOf(view.subscriptions()),
                annotations,
                grants,
                view.quota(),
                view.usage());
    }
}
