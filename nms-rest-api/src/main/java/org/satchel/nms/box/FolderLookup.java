// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.box;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BoxView;
import org.satchel.model.Folder;
import org.satchel.model.FolderPath;
import org.satchel.nms.problem.Refusal;
import org.satchel.nms.type.Reference;

/// Finds folders by what clients say: URL, id, or path.
public final class FolderLookup {
    private final Map<String, FolderPath> aliases;

    public FolderLookup(Map<String, FolderPath> aliases) {
        this.aliases = aliases;
    }

    /// The folder that a reference means; empty for the root.
    ///
    /// @throws Refusal 404 when there is none, 400 when the reference says nothing
    public Optional<Folder> byReference(BoxView view, Reference reference) {
        return byUrlOrPath(view, reference.resourceURL(), reference.path())
                .orElseThrow(() -> Refusal.badInput("reference"));
    }

    /// @return outer empty: neither is given; inner empty: the root
    public Optional<Optional<Folder>> byUrlOrPath(BoxView view, @Nullable String url, @Nullable String path) {
        if (url != null && !url.isEmpty()) {
            return Optional.of(byId(view, Urls.lastSegment(url)));
        }
        return path != null && !path.isEmpty() ? Optional.of(byPath(view, path)) : Optional.empty();
    }

    /// @return empty for the root
    public Optional<Folder> byId(BoxView view, String id) {
        if (id.equals(Ids.ROOT)) {
            return Optional.empty();
        }
        return Optional.of(Ids.folder(id).flatMap(view::folder).orElseThrow(() -> missing(view, id)));
    }

    /// @return empty for the root
    public Optional<Folder> byPath(BoxView view, String path) {
        var place = path(path);
        return place.map(it -> view.folder(it).orElseThrow(() -> missing(view, path)));
    }

    /// The nearest folder above that the view shows; empty for the root.
    public static Optional<Folder> above(BoxView view, Folder folder) {
        var path = folder.path().parent();
        while (path.isPresent()) {
            var found = view.folder(path.get());
            if (found.isPresent()) {
                return found;
            }
            path = path.get().parent();
        }
        return Optional.empty();
    }

    /// A guest is not told whether there is one.
    private static Refusal missing(BoxView view, String what) {
        return view instanceof GuestView ? Refusal.forbidden("folder " + what) : Refusal.notFound("folder " + what);
    }

    /// The place that a path means, whether there is a folder or not.
    ///
    /// @return empty for the root
    /// @throws Refusal 400 when it is no path
    public Optional<FolderPath> path(String path) {
        var bare = bare(path);
        if (bare.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new FolderPath(known(bare)));
        } catch (IllegalArgumentException e) {
            throw Refusal.badInput("path");
        }
    }

    /// With our name of the folder that it begins with, where clients have another.
    private String known(String bare) {
        for (int end = bare.length(); end > 0; end = bare.lastIndexOf('/', end - 1)) {
            var alias = aliases.get(bare.substring(0, end));
            if (alias != null) {
                return alias.text() + bare.substring(end);
            }
        }
        return bare;
    }

    /// Without slashes at its ends; a plus sign that a form decoder took for a blank is put back. OMA NMS §2.2
    public static String bare(String path) {
        int from = 0;
        int to = path.length();
        while (from < to && path.charAt(from) == '/') {
            from++;
        }
        while (to > from && path.charAt(to - 1) == '/') {
            to--;
        }
        return path.substring(from, to).replace("tel: ", "tel:+").replace("sip: ", "sip:+");
    }
}
