// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.folders;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BoxView;
import org.satchel.model.Folder;
import org.satchel.nms.box.FolderLookup;
import org.satchel.nms.box.Urls;
import org.satchel.nms.objects.AttributeFilter;
import org.satchel.nms.type.AttributeList;
import org.satchel.nms.type.NmsAttribute;
import org.satchel.nms.type.NmsFolder;
import org.satchel.nms.type.Reference;

/// What a folder looks like to a client.
// OMA NMS §5.2
final class FolderForm {
    private static final long KIB = 1024;

    private FolderForm() {}

    /// @param folder empty = the root
    /// @param lists what it holds; null = not shown
    static NmsFolder of(
            BoxView view,
            Optional<Folder> folder,
            Urls urls,
            AttributeFilter filter,
            FolderContent.@Nullable Lists lists) {
        return new NmsFolder(
                folder.map(it -> parent(view, it, urls)).orElse(null),
                null,
                folder.map(it -> it.path().name()).orElse(null),
                folder.map(Urls::path).orElse("/"),
                attributes(view, folder, filter),
                folder.map(Folder::changed).orElse(view.modSeq()).number(),
                lists == null ? null : lists.folders(),
                lists == null ? null : lists.objects(),
                lists == null ? null : lists.cursor(),
                url(folder, urls));
    }

    static Reference reference(Optional<Folder> folder, Urls urls) {
        return new Reference(url(folder, urls), folder.map(Urls::path).orElse("/"));
    }

    static String url(Optional<Folder> folder, Urls urls) {
        return folder.map(it -> urls.folder(it.id())).orElseGet(urls::rootFolder);
    }

    private static String parent(BoxView view, Folder folder, Urls urls) {
        return url(FolderLookup.above(view, folder), urls);
    }

    /// The figures of the quota only when they are asked for by name. OMA NMS §7.6
    private static AttributeList attributes(BoxView view, Optional<Folder> folder, AttributeFilter filter) {
        var attributes = new ArrayList<NmsAttribute>();
        if (filter.passes("Name") && folder.isPresent()) {
            attributes.add(attribute("Name", folder.get().path().name()));
        }
        if (!filter.all() && filter.passes("Quota")) {
            var usage = view.usage();
            var quota = view.quota();
            attributes.add(attribute("OccupiedStorage", Long.toString(-Math.floorDiv(-usage.bytes(), KIB))));
            if (quota.bytesMax() < Long.MAX_VALUE) {
                attributes.add(attribute("TotalStorage", Long.toString(quota.bytesMax() / KIB)));
            }
            attributes.add(attribute("OccupiedMessages", Long.toString(usage.objects())));
            if (quota.objectsMax() < Long.MAX_VALUE) {
                attributes.add(attribute("MessagesQuota", Long.toString(quota.objectsMax())));
            }
        }
        return new AttributeList(attributes);
    }

    private static NmsAttribute attribute(String name, String value) {
        return new NmsAttribute(name, List.of(value));
    }
}
