// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.mailbox;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.james.core.Username;
import org.apache.james.mailbox.exception.UnsupportedRightException;
import org.apache.james.mailbox.model.MailboxACL;
import org.satchel.imap.james.grammar.Dialect;
import org.satchel.model.BoxTransaction;
import org.satchel.model.BoxView;
import org.satchel.model.FolderId;
import org.satchel.model.Grant;
import org.satchel.model.Right;
import org.satchel.model.StoreFailure;

/// The model's grants as James's access control lists: the letters are the same.
// RFC 4314 §2.1
final class FolderRights {
    private final InstantSource clock;
    private final Dialect dialect;

    FolderRights(InstantSource clock, Dialect dialect) {
        this.clock = clock;
        this.dialect = dialect;
    }

    MailboxACL.Rfc4314Rights mine(Owner owner, FolderId folder) {
        return james(owner.box().view().rights(owner.actor().principal(), folder, clock.instant()));
    }

    /// Everybody's rights, the owner's first.
    MailboxACL all(Owner owner, FolderId folder) {
        Map<MailboxACL.EntryKey, MailboxACL.Rfc4314Rights> entries = new HashMap<>();
        entries.put(MailboxACL.EntryKey.createUserEntryKey(owner.getUser()), MailboxACL.FULL_RIGHTS);
        for (var grant : owner.box().view().grants(folder)) {
            if (grant.isLive(clock.instant()) && !grant.rights().isEmpty()) {
                entries.put(
                        MailboxACL.EntryKey.createUserEntryKey(Username.of(grant.principal())), james(grant.rights()));
            }
        }
        return new MailboxACL(entries);
    }

    /// Which rights could be given to somebody: first those that the name always has, then each of the others alone.
    /// RFC 4314 §3.7
    List<MailboxACL.Rfc4314Rights> grantable(Owner owner, MailboxACL.EntryKey name, FolderId folder) {
        var view = owner.box().view();
        if (view.folder(folder).isEmpty()) {
            throw new StoreFailure.NotFound("folder " + folder.number());
        }
        if (name.getName().equals(owner.getUser().asString())) {
            return List.of(MailboxACL.FULL_RIGHTS);
        }
        var steps = new ArrayList<MailboxACL.Rfc4314Rights>();
        Right.ALL.stream()
                .filter(right -> Character.isLetter(right.letter()))
                .sorted(Comparator.comparingInt(Right::letter))
                .forEach(right -> steps.add(james(Set.of(right))));
        // James has the empty set at the end
        steps.add(dialect == Dialect.JAMES ? steps.size() : 0, MailboxACL.NO_RIGHTS);
        return steps;
    }

    FolderId apply(BoxTransaction tx, FolderId folder, MailboxACL.ACLCommand command) {
        var principal = command.getEntryKey().getName();
        var present = present(tx.view(), folder, principal);
        var named = model(command.getRights());
        Set<Right> after = EnumSet.noneOf(Right.class);
        after.addAll(present);
        switch (command.getEditMode()) {
            case ADD -> after.addAll(named);
            case REMOVE -> after.removeAll(named);
            case REPLACE -> {
                after.clear();
                after.addAll(named);
            }
        }
        tx.grant(new Grant(folder, principal, after, null));
        return folder;
    }

    private Set<Right> present(BoxView view, FolderId folder, String principal) {
        for (var grant : view.grants(folder)) {
            if (grant.principal().equals(principal) && grant.isLive(clock.instant())) {
                return grant.rights();
            }
        }
        return Set.of();
    }

    private static Set<Right> model(MailboxACL.Rfc4314Rights rights) {
        return rights == null ? Set.of() : Right.parse(rights.serialize());
    }

    private static MailboxACL.Rfc4314Rights james(Set<Right> rights) {
        var letters = new StringBuilder();
        rights.stream()
                .map(Right::letter)
                .filter(Character::isLetter) // James knows no digits
                .forEach(letters::append);
        try {
            return MailboxACL.Rfc4314Rights.fromSerializedRfc4314Rights(letters.toString());
        } catch (UnsupportedRightException impossible) {
            throw new IllegalStateException("a letter that James does not know: " + letters, impossible);
        }
    }
}
