// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.sharing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Actor;
import org.satchel.model.BoxId;
import org.satchel.model.Deposit;
import org.satchel.model.Flags;
import org.satchel.model.Folder;
import org.satchel.model.FolderPath;
import org.satchel.model.MessageBox;
import org.satchel.model.MessageStore;
import org.satchel.model.StoreFailure;
import org.satchel.model.share.Shares;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells owners and grantees what became of rights: a message in the INBOX of each, which every front end tells of as
/// of any other.
///
/// Whoever grants wakes it; once an hour, and at the start, it looks at all boxes with grants, so that nothing that
/// happened while nobody listened is missed. A notice has an idempotency key of its own, and the row that says what was
/// told moves only when all of them are durable: so each is there once, whatever dies in between and however many nodes
/// do the same.
public final class Notices implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);
    private static final Duration ROUND = Duration.ofHours(1);
    private static final Duration RETRY = Duration.ofMinutes(1);
    private static final Duration END_MAX = Duration.ofSeconds(5);
    private static final String SINCE = "notices-since/all";
    private static final int ROWS_PER_PAGE = 200;
    /// Rather than writing a row for nothing else.
    private static final int COMMITS_READ_AGAIN = 256;
    private static final long BYTES_MAX = 64 * 1024;

    private final MessageStore store;
    private final Shares shares;
    private final InstantSource clock;
    private final LinkedBlockingQueue<BoxId> woken = new LinkedBlockingQueue<>();
    private final Map<BoxId, Instant> ends = new ConcurrentHashMap<>();
    private final Thread thread;

    /// @param store as the engine gives it: what is written here wakes nobody
    public Notices(MessageStore store, Shares shares, InstantSource clock) {
        this.store = store;
        this.shares = shares;
        this.clock = clock;
        thread = Thread.ofVirtual().name("notices").unstarted(this::run);
    }

    public void start() {
        begin();
        thread.start();
    }

    /// From now on changes are news, unless they were before. To be called before anybody can change anything.
    public void begin() {
        since();
    }

    /// The grants of this box have changed.
    public void wake(BoxId owner) {
        woken.add(owner);
    }

    /// A turn that is broken off is found again at the next start.
    @Override
    public void close() {
        thread.interrupt();
        try {
            if (thread.isAlive() && !thread.join(END_MAX)) {
                LOG.warn("notices of rights do not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        var next = clock.instant();
        try {
            while (true) {
                var now = clock.instant();
                if (!now.isBefore(next)) {
                    next = now.plus(rounded() ? ROUND : RETRY);
                }
                var owner = woken.poll(untilNext(next).toMillis(), TimeUnit.MILLISECONDS);
                if (owner != null && !turned(owner)) {
                    next = earlier(next, clock.instant().plus(RETRY));
                }
                for (var due : due()) {
                    if (!turned(due)) {
                        ends.remove(due);
                        next = earlier(next, clock.instant().plus(RETRY));
                    }
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("notices of rights stop");
        }
    }

    private Duration untilNext(Instant round) {
        var first = ends.values().stream().reduce(round, Notices::earlier);
        var left = Duration.between(clock.instant(), first);
        return left.isNegative() ? Duration.ZERO : left.compareTo(RETRY) > 0 ? RETRY : left;
    }

    private Set<BoxId> due() {
        var now = clock.instant();
        var due = new TreeSet<BoxId>();
        ends.forEach((owner, end) -> {
            if (!now.isBefore(end)) {
                due.add(owner);
            }
        });
        return due;
    }

    private boolean rounded() {
        try {
            return round();
        } catch (StoreFailure failure) {
            LOG.warn("notices of rights wait: {}", failure.getMessage());
            return false;
        } catch (RuntimeException bug) {
            LOG.error("notices of rights wait", bug);
            return false;
        }
    }

    /// One look at every box that has grants, or had some.
    ///
    /// @return false when one must be looked at again soon
    public boolean round() {
        var owners = new TreeSet<>(shares.owners());
        var after = "";
        while (true) {
            var page = store.registry().scan(Told.PREFIX, after, ROWS_PER_PAGE);
            if (page.isEmpty()) {
                break;
            }
            page.forEach(row -> owners.add(Told.owner(row.getKey())));
            after = page.getLast().getKey();
        }
        boolean all = true;
        for (var owner : owners) {
            all &= turned(owner);
        }
        return all;
    }

    private boolean turned(BoxId owner) {
        try {
            turn(owner);
            return true;
        } catch (StoreFailure | IOException failure) {
            LOG.warn("notices of rights in a box wait: {}", failure.getMessage());
            return false;
        } catch (RuntimeException bug) {
            LOG.error("notices of rights in a box wait, and others have their turn", bug);
            return false;
        }
    }

    /// Tells what has not been told of one box.
    void turn(BoxId owner) throws IOException {
        var found = store.find(owner);
        if (found.isEmpty()) {
            ends.remove(owner);
            return;
        }
        var box = found.get();
        var key = Told.row(owner);
        var row = store.registry().get(key).orElse(null);
        var read = GrantLog.read(box, told(row), since(), clock.instant());
        for (var news : read.news()) {
            tell(news, box);
        }
        var bytes = read.told().encoded();
        var before = told(row);
        boolean isNews = row == null
                || !read.news().isEmpty()
                || !before.grants().equals(read.told().grants())
                || read.told().position().number() - before.position().number() >= COMMITS_READ_AGAIN;
        if (isNews) {
            store.registry().replace(key, row, bytes); // who was quicker has told the same
        }
        GrantLog.nextEnd(read.told()).ifPresentOrElse(end -> ends.put(owner, end), () -> ends.remove(owner));
    }

    private void tell(News news, MessageBox box) throws IOException {
        var owner = box.id();
        var folder = box.view()
                .folder(news.grant().folder())
                .map(Folder::path)
                .map(FolderPath::text)
                .orElse("(removed)");
        LOG.debug(
                "rights {} in folder {} of {}: owner and grantee are told",
                news.kind().word(),
                news.grant().folder().number(),
                owner);
        deposit(news, owner, folder, box);
        var grantee = grantee(news.grant().principal()).filter(other -> !other.equals(owner));
        var other = grantee.flatMap(store::find);
        if (other.isPresent()) {
            deposit(news, owner, folder, other.get());
        }
    }

    /// Everybody is nobody in particular.
    private static Optional<BoxId> grantee(String principal) {
        try {
            return Optional.of(new BoxId(principal));
        } catch (IllegalArgumentException noBox) {
            return Optional.empty();
        }
    }

    private static void deposit(News news, BoxId owner, String folder, MessageBox reader) throws IOException {
        var bytes = NoticeText.of(news, owner, folder, reader.id());
        try (var draft = reader.draft(new ByteArrayInputStream(bytes), BYTES_MAX)) {
            reader.write(Actor.owner(reader.id()), tx -> {
                var inbox = tx.folder(FolderPath.INBOX).filter(Folder::selectable);
                if (inbox.isPresent()) {
                    tx.deposit(inbox.get().id(), draft, new Deposit(Flags.NONE, null, news.key()));
                }
            });
        } catch (StoreFailure.OverQuota full) {
            LOG.info("a box is too full for a notice of rights");
        }
    }

    /// When notices were first switched on: what happened before is nobody's news.
    private Instant since() {
        var registry = store.registry();
        var kept = registry.get(SINCE);
        if (kept.isEmpty()) {
            registry.replace(SINCE, null, clock.instant().toString().getBytes(US_ASCII));
            kept = registry.get(SINCE);
        }
        return kept.map(text -> Instant.parse(new String(text, US_ASCII))).orElseGet(clock::instant);
    }

    private static Told told(byte @Nullable [] row) {
        try {
            return row == null ? Told.NOTHING : Told.decode(row);
        } catch (RuntimeException unreadable) {
            LOG.warn("what was told of a box cannot be read: {}", unreadable.getMessage());
            return Told.NOTHING;
        }
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
