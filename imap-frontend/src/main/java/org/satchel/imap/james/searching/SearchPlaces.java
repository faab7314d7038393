// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.searching;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.satchel.imap.james.grammar.Paths;
import org.satchel.imap.james.session.Place;
import org.satchel.imap.james.session.Places;
import org.satchel.imap.james.session.Session;
import org.satchel.model.BoxId;
import org.satchel.model.FolderId;

/// The folders that sources of a search lead to, each once, as far as the client may look into them. Those that it may
/// not are passed over in silence, as those that are not there.
// RFC 7377 §2.2
final class SearchPlaces {
    private final Places places;
    private final Paths paths;
    private final Session session;
    private final Map<Key, Named> found = new LinkedHashMap<>();

    SearchPlaces(Places places, Paths paths, Session session) {
        this.places = places;
        this.paths = paths;
        this.session = session;
    }

    /// A folder and what the client calls it.
    record Named(Place place, String name) {}

    private record Key(BoxId box, FolderId folder) {}

    Collection<Named> all() {
        return found.values();
    }

    void add(SearchSource source) {
        switch (source.kind()) {
            case SELECTED -> selected();
            case INBOXES, PERSONAL -> own();
            case SUBSCRIBED -> session.box().view().subscriptions().forEach(path -> named(paths.name(path)));
            case MAILBOXES -> source.names().forEach(name -> named(name));
            case SUBTREE -> source.names().forEach(name -> tree(name, Integer.MAX_VALUE));
            case SUBTREE_ONE -> source.names().forEach(name -> tree(name, 1));
        }
    }

    private void selected() {
        var selected = session.selection();
        var view = selected.box().view();
        view.folder(selected.folder()).ifPresent(folder -> {
            var place = new Place(selected.box(), view, folder, places.rights(session, view, folder));
            add(new Named(place, places.name(session, selected.box().id(), folder.path())));
        });
    }

    private void own() {
        var box = session.box();
        var view = box.view();
        for (var folder : view.folders()) {
            var place = new Place(box, view, folder, places.rights(session, view, folder));
            add(new Named(place, paths.name(folder.path())));
        }
    }

    private void named(String name) {
        places.find(session, name).ifPresent(place -> add(new Named(place, spoken(place, name))));
    }

    /// @param levels how far below it
    private void tree(String name, int levels) {
        var root = places.find(session, name).orElse(null);
        if (root == null) {
            return;
        }
        var path = root.folder().path();
        var spoken = spoken(root, name);
        add(new Named(root, spoken));
        for (var folder : root.view().folders()) {
            int depth = folder.path().names().size() - path.names().size();
            if (folder.path().isWithin(path) && depth > 0 && depth <= levels) {
                var place = new Place(root.box(), root.view(), folder, places.rights(session, root.view(), folder));
                var rest = paths.name(folder.path()).substring(paths.name(path).length());
                add(new Named(place, spoken + rest));
            }
        }
    }

    /// One's own folders are called by the names that LIST has, others as the client called them.
    private String spoken(Place place, String name) {
        return place.box().id().equals(session.box().id())
                ? paths.name(place.folder().path())
                : name;
    }

    private void add(Named named) {
        var place = named.place();
        if (place.rights().containsAll(Places.READABLE) && place.folder().selectable()) {
            found.putIfAbsent(new Key(place.box().id(), place.folder().id()), named);
        }
    }
}
