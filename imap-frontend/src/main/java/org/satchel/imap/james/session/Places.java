// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.session;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.satchel.imap.Login;
import org.satchel.imap.james.grammar.Dialect;
import org.satchel.imap.james.grammar.Paths;
import org.satchel.imap.objects.ObjectIds;
import org.satchel.model.Address;
import org.satchel.model.BoxId;
import org.satchel.model.BoxView;
import org.satchel.model.Folder;
import org.satchel.model.FolderPath;
import org.satchel.model.MessageStore;
import org.satchel.model.Right;
import org.satchel.model.StoreFailure;
import org.satchel.model.share.Shares;

/// Where a name leads: the one place that knows in which box a folder is.
///
/// One's own folders have the names they have; those of others have `Other Users/` and the owner's address before
/// them. A folder on which the client has no LOOKUP is as if it were not there.
// RFC 2342, RFC 4314 §4, CPM-MSG §7.2
public final class Places {
    /// The namespace of others, without the delimiter behind it.
    public static final String OTHERS = "Other Users";

    /// What it takes to be told of the objects of a folder.
    public static final Set<Right> READABLE = Set.of(Right.LOOKUP, Right.READ);

    private final Paths paths;
    private final MessageStore store;
    private final Shares shares;
    private final Login login;
    private final String prefix;

    public Places(Paths paths, MessageStore store, Shares shares, Login login) {
        this.paths = paths;
        this.store = store;
        this.shares = shares;
        this.login = login;
        this.prefix = OTHERS + paths.dialect().delimiter();
    }

    public Paths paths() {
        return paths;
    }

    public Shares shares() {
        return shares;
    }

    /// Whether there are folders of others at all. James's dialect has its own idea of them.
    public boolean showsOthers() {
        return shares.isOn() && paths.dialect() == Dialect.CPM;
    }

    /// The box that an address is of.
    public Optional<BoxId> owner(String address) {
        var known = login.boxOf(address);
        if (known.isPresent()) {
            return known;
        }
        try {
            return Optional.of(
                            new BoxId(Address.parse(address).map(Address::uri).orElse(address)))
                    .filter(box -> store.find(box).isPresent());
        } catch (IllegalArgumentException noName) {
            return Optional.empty();
        }
    }

    /// @param name as the line has it, decoded
    /// @return empty when no folder can have this name
    public Optional<Spot> spot(Session session, String name) {
        if (!isOthers(name)) {
            return paths.maybe(name).map(path -> new Spot(session.box(), path));
        }
        int cut = name.indexOf(paths.dialect().delimiter(), prefix.length());
        if (cut < 0) {
            return Optional.empty();
        }
        var address = name.substring(prefix.length(), cut).replace("%2F", "/").replace("%25", "%");
        return owner(address)
                .filter(box -> !box.equals(session.box().id()))
                .flatMap(store::find)
                .flatMap(box -> paths.maybe(name.substring(cut + 1)).map(path -> new Spot(box, path)));
    }

    /// @param name as the line has it, decoded
    /// @return empty when there is nothing that the client may know of
    public Optional<Place> find(Session session, String name) {
        return spot(session, name).flatMap(spot -> find(session, spot));
    }

    Optional<Place> find(Session session, Spot spot) {
        BoxView view;
        try {
            view = spot.box().view();
        } catch (StoreFailure.NotFound erased) {
            if (spot.isIn(session.box())) {
                throw erased;
            }
            return Optional.empty();
        }
        return view.folder(spot.path())
                .map(folder -> new Place(spot.box(), view, folder, rights(session, view, folder)))
                .filter(place -> place.rights().contains(Right.LOOKUP));
    }

    /// What the client may do in a folder now.
    public Set<Right> rights(Session session, BoxView view, Folder folder) {
        return shares.rights(session.actor().principal(), view, folder.id());
    }

    /// Whether the client may still read there, by the grants of now.
    public boolean mayRead(Session session, Place place) {
        return place.isIn(session.box())
                || rights(session, place.box().view(), place.folder()).containsAll(READABLE);
    }

    /// @throws StoreFailure.NotFound when there is nothing that the client may know of
    public Place present(Session session, String name) {
        return find(session, name).orElseThrow(() -> new StoreFailure.NotFound("folder " + name));
    }

    /// @throws StoreFailure.NotFound for what has no objects, too
    public Place selectable(Session session, String name) {
        return find(session, name)
                .filter(place -> place.folder().selectable())
                .orElseThrow(() -> new StoreFailure.NotFound("folder " + name));
    }

    /// Where a folder can be made. What is said of a name in somebody else's box is the same whether there is a folder
    /// that the client may not know of, or none.
    ///
    /// @throws StoreFailure.Conflict for what cannot be a name
    public Spot fresh(Session session, String name) {
        if (!isOthers(name)) {
            return new Spot(session.box(), paths.fresh(name));
        }
        var spot = spot(session, name).orElseThrow(() -> new StoreFailure.NotFound("folder " + name));
        if (spot.path().text().indexOf('*') >= 0 || spot.path().text().indexOf('%') >= 0) {
            throw new StoreFailure.Conflict("folder name with a wildcard: " + name);
        }
        var there = find(session, spot);
        if (there.filter(place -> place.folder().selectable()).isPresent()) {
            throw new StoreFailure.AlreadyExists("folder " + name);
        }
        var view = spot.box().view();
        boolean hidden = there.isEmpty() && view.folder(spot.path()).isPresent();
        if (hidden || !isOpen(session, view, spot.path())) {
            boolean known = knowsOneAbove(session, view, spot.path());
            throw known ? new StoreFailure.NotPermitted("CREATE") : new StoreFailure.NotFound("folder " + name);
        }
        return spot;
    }

    /// The name of a folder to the client of this session.
    public String name(Session session, BoxId box, FolderPath path) {
        var own = paths.name(path);
        return box.equals(session.box().id())
                ? own
                : root(box) + paths.dialect().delimiter() + own;
    }

    /// The name above all folders of another box.
    String root(BoxId box) {
        return prefix + box.text().replace("%", "%25").replace("/", "%2F");
    }

    /// The path under which a session's own box remembers a name, whichever box it leads to.
    ///
    /// @throws StoreFailure.Conflict for what can be no name
    public FolderPath remembered(Session session, String name) {
        return isOthers(name)
                ? spot(session, name)
                        .map(spot -> paths.path(name(session, spot.box().id(), spot.path())))
                        .orElseGet(() -> paths.path(name))
                : paths.path(name);
    }

    /// Boxes of others that have something for the client.
    public List<BoxView> others(Session session) {
        return showsOthers() ? shares.boxes(session.actor().principal()) : List.of();
    }

    /// What ids of a box have behind them, so that they are unlike those of the client's own.
    public String realm(Session session, BoxId box) {
        return box.equals(session.box().id()) ? "" : ObjectIds.realm(box);
    }

    /// The nearest folder above that is there decides.
    // RFC 4314 §4 (CREATE)
    private boolean isOpen(Session session, BoxView view, FolderPath path) {
        for (var above = path.parent(); above.isPresent(); above = above.get().parent()) {
            var folder = view.folder(above.get());
            if (folder.isPresent()) {
                return rights(session, view, folder.get()).containsAll(Set.of(Right.LOOKUP, Right.CREATE));
            }
        }
        return false;
    }

    private boolean knowsOneAbove(Session session, BoxView view, FolderPath path) {
        for (var above = path.parent(); above.isPresent(); above = above.get().parent()) {
            var folder = view.folder(above.get());
            if (folder.isPresent() && rights(session, view, folder.get()).contains(Right.LOOKUP)) {
                return true;
            }
        }
        return false;
    }

    private boolean isOthers(String name) {
        return showsOthers() && (name.equals(OTHERS) || name.startsWith(prefix));
    }
}
