// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.metadata;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Address;
import org.satchel.model.BoxTransaction;
import org.satchel.model.BoxView;
import org.satchel.model.Folder;
import org.satchel.model.FolderId;
import org.satchel.model.Grant;
import org.satchel.model.StoreFailure;

/// When the rights of others end, as entries `…/acl-expiry/<principal>` of the folder: a time, or no entry for rights
/// that do not end. Kept in the grant itself, so that who has the rights and until when change together.
// CPM-MSG §7.3, RFC 3339
public final class Expiries {
    private final String prefix;

    /// @param root name above the entries of CPM, without an end slash
    public Expiries(String root) {
        this.prefix = root + "/acl-expiry/";
    }

    /// True for the name of such an entry.
    public boolean isOne(EntryName name) {
        return name.key().startsWith(prefix.toLowerCase(Locale.ROOT));
    }

    /// The entries of a folder, for those who manage its rights. Rights that have ended are not told.
    public List<FolderFacts.Fact> of(BoxView view, Folder folder, Instant now) {
        return view.grants(folder.id()).stream()
                .filter(grant -> grant.isLive(now))
                .flatMap(this::fact)
                .toList();
    }

    /// Sets when the rights of somebody end.
    ///
    /// @param value null = never
    /// @throws StoreFailure.NotFound when there are no rights that could end
    /// @throws StoreFailure.Conflict when the value is no time
    public void set(BoxTransaction tx, FolderId folder, EntryName name, @Nullable String value, Instant now) {
        var principal = principal(name);
        var present = tx.view().grants(folder).stream()
                .filter(grant -> grant.principal().equalsIgnoreCase(principal) && grant.isLive(now))
                .findFirst()
                .orElseThrow(() -> new StoreFailure.NotFound("rights that could end"));
        var expires = value == null ? null : time(value);
        tx.grant(new Grant(folder, present.principal(), present.rights(), expires));
    }

    private Stream<FolderFacts.Fact> fact(Grant grant) {
        var expires = grant.expires();
        return expires == null
                ? Stream.empty()
                : EntryName.parse(prefix + grant.principal()).stream()
                        .map(name -> new FolderFacts.Fact(name, () -> Optional.of(expires.toString())));
    }

    private String principal(EntryName name) {
        var text = name.text().substring(prefix.length());
        return Address.parse(text).map(Address::uri).orElse(text);
    }

    private static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException malformed) {
            throw new StoreFailure.Conflict("no time of RFC 3339");
        }
    }
}
