// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.folders;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.imap.message.request.CreateRequest;
import org.apache.james.imap.message.request.DeleteRequest;
import org.apache.james.imap.message.request.RenameRequest;
import org.apache.james.imap.message.request.SubscribeRequest;
import org.apache.james.imap.message.request.UnsubscribeRequest;
import org.satchel.imap.ImapExtension;
import org.satchel.imap.james.command.Answers;
import org.satchel.imap.james.command.Command;
import org.satchel.imap.james.command.FolderLines;
import org.satchel.imap.james.grammar.Dialect;
import org.satchel.imap.james.grammar.Paths;
import org.satchel.imap.james.session.Places;
import org.satchel.imap.james.session.Session;
import org.satchel.model.BoxTransaction;
import org.satchel.model.BoxView;
import org.satchel.model.Folder;
import org.satchel.model.FolderPath;
import org.satchel.model.StoreFailure;
import org.satchel.model.Uid;

/// CREATE, DELETE, RENAME, SUBSCRIBE and UNSUBSCRIBE: one write each, refused in the store's words.
// RFC 3501 §6.3.3 to §6.3.7
public final class FolderCommands {
    /// As James has it: longer names are malformed. Ours are as long as the model lets a path be.
    private static final int JAMES_NAME_LENGTH_MAX = 200;

    private final Places places;
    private final Paths paths;

    public FolderCommands(Places places) {
        this.places = places;
        this.paths = places.paths();
    }

    public List<Command<?>> all() {
        return List.of(new Create(), new Delete(), new Rename(), new Subscribe(), new Unsubscribe());
    }

    private boolean isTooLongForJames(String name) {
        return paths.dialect() == Dialect.JAMES && name.length() > JAMES_NAME_LENGTH_MAX;
    }

    private final class Create extends Command<CreateRequest> {
        Create() {
            super(CreateRequest.class);
        }

        @Override
        protected void run(CreateRequest request, Session session, Answers answers) throws IOException {
            if (isTooLongForJames(request.getMailboxName())) {
                answers.bad(request, "too long mailbox name. Illegal arguments.");
                return;
            }
            if (answers.profile().isJames() && paths.isForeign(request.getMailboxName())) {
                answers.no(request, null, "You can not access a mailbox that does not belong to you");
                return;
            }
            var spot = places.fresh(session, request.getMailboxName());
            var made = new Folder[1];
            spot.box().write(session.actor(), tx -> made[0] = tx.createFolder(spot.path()));
            boolean withId = answers.profile().has(ImapExtension.OBJECTID);
            var realm = places.realm(session, spot.box().id());
            answers.ok(request, withId ? FolderLines.mailboxId(made[0], realm, answers.profile()) : null, "completed.");
        }
    }

    private final class Delete extends Command<DeleteRequest> {
        Delete() {
            super(DeleteRequest.class);
        }

        @Override
        protected void run(DeleteRequest request, Session session, Answers answers) throws IOException {
            var place = places.selectable(session, request.getMailboxName());
            place.box().write(session.actor(), tx -> {
                var folder = tx.folder(place.folder().path())
                        .filter(Folder::selectable)
                        .orElseThrow(() -> new StoreFailure.NotFound("folder " + request.getMailboxName()));
                tx.removeFolder(folder.id());
            });
            var selected = session.folder();
            if (selected != null && selected.isGone()) {
                session.unselect();
            }
            answers.ok(request);
        }
    }

    private final class Rename extends Command<RenameRequest> {
        Rename() {
            super(RenameRequest.class);
        }

        @Override
        protected void run(RenameRequest request, Session session, Answers answers) throws IOException {
            if (isTooLongForJames(request.getNewName())) {
                answers.bad(request, "too long mailbox name. Illegal arguments.");
                return;
            }
            var to = places.fresh(session, request.getNewName());
            var from = places.spot(session, request.getExistingName());
            if (from.isEmpty() || !from.get().isIn(session.box())) {
                // what the client may not know of is not there
                var place = places.present(session, request.getExistingName());
                if (!place.isIn(to.box())) {
                    throw new StoreFailure.Conflict("RENAME from one box into another");
                }
                place.box()
                        .write(
                                session.actor(),
                                tx -> tx.renameFolder(place.folder().id(), to.path()));
            } else if (!to.isIn(session.box())) {
                throw new StoreFailure.Conflict("RENAME from one box into another");
            } else {
                session.box().write(session.actor(), tx -> rename(tx, request.getExistingName(), to.path()));
            }
            answers.ok(request);
        }

        private void rename(BoxTransaction tx, String name, FolderPath to) {
            var before = tx.view();
            if (before.folder(to).filter(Folder::selectable).isPresent()) {
                throw new StoreFailure.AlreadyExists("folder " + to);
            }
            var from = paths.maybe(name)
                    .flatMap(before::folder)
                    .filter(folder -> folder.selectable() || paths.dialect() == Dialect.CPM)
                    .orElseThrow(() -> new StoreFailure.NotFound("folder " + name));
            if (from.system() && from.path().equals(FolderPath.INBOX)) {
                emptyInbox(tx, from, to);
                return;
            }
            tx.renameFolder(from.id(), to);
            if (paths.dialect() == Dialect.JAMES) {
                likeJames(tx, before, from, to);
            }
        }

        /// Renaming INBOX moves its objects into a new folder and leaves INBOX empty. RFC 3501 §6.3.5
        private static void emptyInbox(BoxTransaction tx, Folder inbox, FolderPath to) {
            var made = tx.createFolder(to);
            var uids = new ArrayList<Uid>();
            tx.view().listing(inbox.id()).forEach(entry -> uids.add(entry.uid()));
            tx.move(inbox.id(), uids, made.id());
        }

        /// James makes no parents: here they become nodes, which its dialect does not list. And it has no system
        /// folders.
        private static void likeJames(BoxTransaction tx, BoxView before, Folder from, FolderPath to) {
            for (var parent = to.parent();
                    parent.isPresent();
                    parent = parent.get().parent()) {
                if (before.folder(parent.get()).isEmpty()) {
                    tx.folder(parent.get()).ifPresent(made -> tx.removeFolder(made.id()));
                }
            }
            if (from.path().equals(FolderPath.INBOX)) {
                tx.createFolder(FolderPath.INBOX);
            }
        }
    }

    private final class Subscribe extends Command<SubscribeRequest> {
        Subscribe() {
            super(SubscribeRequest.class);
        }

        @Override
        protected void run(SubscribeRequest request, Session session, Answers answers) throws IOException {
            var path = places.remembered(session, request.getMailboxName());
            session.box().write(session.actor(), tx -> tx.subscribe(path, true));
            answers.ok(request);
        }
    }

    private final class Unsubscribe extends Command<UnsubscribeRequest> {
        Unsubscribe() {
            super(UnsubscribeRequest.class);
        }

        @Override
        protected void run(UnsubscribeRequest request, Session session, Answers answers) throws IOException {
            var path = places.remembered(session, request.getMailboxName());
            session.box().write(session.actor(), tx -> tx.subscribe(path, false));
            answers.ok(request);
        }
    }
}
