// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.announce;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.james.imap.api.message.FetchData;
import org.satchel.imap.ImapExtension;
import org.satchel.imap.james.command.Answers;
import org.satchel.imap.james.command.Command;
import org.satchel.imap.james.command.FolderLines;
import org.satchel.imap.james.fetch.FetchCommand;
import org.satchel.imap.james.grammar.Paths;
import org.satchel.imap.james.grammar.Profile;
import org.satchel.imap.james.session.Session;
import org.satchel.imap.james.session.Wishes;
import org.satchel.imap.notify.Event;
import org.satchel.imap.notify.Group;
import org.satchel.imap.notify.Watch;
import org.satchel.model.FolderPath;

/// NOTIFY: from now on the client is told what it asks for here, and nothing else.
// RFC 5465 §3.1, §3.2
public final class NotifyCommand extends Command<NotifyRequest> {
    /// Groups, and names in them, that a client may give together.
    private static final int NAMES_MAX = 1_000;

    private final Paths paths;
    private final Notifier notifier;

    public NotifyCommand(Paths paths, Notifier notifier) {
        super(NotifyRequest.class);
        this.paths = paths;
        this.notifier = notifier;
    }

    @Override
    protected void run(NotifyRequest request, Session session, Answers answers) throws IOException {
        switch (request.asked()) {
            case NotifyRequest.Asked.None _ -> {
                var view = session.box().view();
                // what happened until now was still asked for
                answers.announce();
                session.wishes(Wishes.none(view.modSeq()));
                answers.ok(request);
            }
            case NotifyRequest.Asked.Groups groups -> set(request, groups, session, answers);
        }
    }

    private void set(NotifyRequest request, NotifyRequest.Asked.Groups asked, Session session, Answers answers)
            throws IOException {
        var profile = answers.profile();
        if (asked.hasUnknown() || events(asked).anyMatch(event -> !serves(event, profile))) {
            // RFC 5465 §3.1: it lists what is supported
            answers.no(request, "BADEVENT (" + supported(profile) + ")", "failed. Not all events are supported.");
            return;
        }
        if (weight(asked) > NAMES_MAX) {
            answers.no(request, "NOTIFICATIONOVERFLOW", "failed. Too many names.");
            return;
        }
        var selected = asked.selected().isEmpty() ? null : asked.selected().getFirst();
        if (selected != null && selected.arrivals() != null && !FetchCommand.offers(profile, selected.arrivals())) {
            answers.bad(request, "failed. Illegal arguments.");
            return;
        }
        var view = session.box().view();
        var watch = new Watch(groups(asked.others()), view.modSeq());
        if (selected != null
                && selected.arrivals() != null
                && selected.arrivals().contains(FetchData.Item.MODSEQ)) {
            FolderLines.enableCondstore(session, answers);
        }
        answers.announce();
        boolean silent = events(asked).findAny().isEmpty();
        session.wishes(new Wishes(selected, watch, silent ? Wishes.Reach.SILENT : Wishes.Reach.SOMETHING));
        if (asked.status()) {
            notifier.states(session, answers, view);
        }
        answers.ok(request);
    }

    private List<Group> groups(List<NotifyRequest.Named> asked) {
        var groups = new ArrayList<Group>();
        for (var named : asked) {
            var folders = switch (named.filter()) {
                case INBOXES, PERSONAL -> new Group.Folders.All();
                case SUBSCRIBED -> new Group.Folders.Subscribed();
                case SUBTREE -> new Group.Folders.Trees(present(named.names()));
                case MAILBOXES -> new Group.Folders.Named(present(named.names()));
            };
            groups.add(new Group(folders, named.events()));
        }
        return groups;
    }

    /// A name that no folder can ever have is never told of.
    private Set<FolderPath> present(List<String> names) {
        var present = new HashSet<FolderPath>();
        names.forEach(name -> paths.maybe(name).ifPresent(present::add));
        return present;
    }

    private static Stream<Event> events(NotifyRequest.Asked.Groups asked) {
        return Stream.concat(
                asked.selected().stream().flatMap(it -> it.events().stream()),
                asked.others().stream().flatMap(it -> it.events().stream()));
    }

    private static int weight(NotifyRequest.Asked.Groups asked) {
        return asked.others().stream().mapToInt(it -> 1 + it.names().size()).sum();
    }

    private static boolean serves(Event event, Profile profile) {
        return !event.isOfMetadata() || profile.has(ImapExtension.METADATA);
    }

    private static String supported(Profile profile) {
        return Stream.of(Event.values())
                .filter(event -> serves(event, profile))
                .map(Event::word)
                .collect(Collectors.joining(" "));
    }
}
