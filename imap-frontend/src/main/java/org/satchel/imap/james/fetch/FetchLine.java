// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.fetch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.james.imap.api.message.FetchData;
import org.jspecify.annotations.Nullable;
import org.satchel.imap.ImapOutput;
import org.satchel.imap.Manners;
import org.satchel.imap.james.command.Answers;
import org.satchel.imap.james.grammar.FlagText;
import org.satchel.imap.james.grammar.Wire;
import org.satchel.imap.james.session.SelectedFolder;
import org.satchel.imap.james.session.Session;
import org.satchel.imap.objects.ObjectIds;
import org.satchel.model.BoxView;
import org.satchel.model.Entry;
import org.satchel.model.Payload;
import org.satchel.model.Placement;
import org.satchel.model.StoreFailure;
import org.satchel.model.Summary;
import org.satchel.model.Uid;

/// The FETCH line of one object: prepared once per command, written once per object.
// CPM-MSG §13 rule 3: uid first, MODSEQ after FLAGS, literals last
final class FetchLine {
    private static final List<FetchData.Item> CPM = List.of(
            FetchData.Item.UID,
            FetchData.Item.SIZE,
            FetchData.Item.FLAGS,
            FetchData.Item.MODSEQ,
            FetchData.Item.INTERNAL_DATE,
            FetchData.Item.SAVEDATE,
            FetchData.Item.EMAILID,
            FetchData.Item.THREADID,
            FetchData.Item.ENVELOPE,
            FetchData.Item.BODY,
            FetchData.Item.BODY_STRUCTURE);
    private static final List<FetchData.Item> JAMES = List.of(
            FetchData.Item.MODSEQ,
            FetchData.Item.FLAGS,
            FetchData.Item.INTERNAL_DATE,
            FetchData.Item.SIZE,
            FetchData.Item.ENVELOPE,
            FetchData.Item.BODY,
            FetchData.Item.BODY_STRUCTURE,
            FetchData.Item.UID);
    private static final List<FetchData.Item> JAMES_LAST =
            List.of(FetchData.Item.EMAILID, FetchData.Item.THREADID, FetchData.Item.SAVEDATE);
    private static final byte[] FETCH = bytes(" FETCH (");
    private static final byte[] UID = bytes("UID ");
    private static final byte[] FLAGS = bytes("FLAGS ");
    private static final byte[] MODSEQ = bytes("MODSEQ (");
    private static final byte[] SIZE = bytes("RFC822.SIZE ");
    private static final byte[] INTERNALDATE = bytes("INTERNALDATE ");
    private static final byte[] ENVELOPE = bytes("ENVELOPE ");
    private static final byte[] BODY = bytes("BODY ");
    private static final byte[] BODYSTRUCTURE = bytes("BODYSTRUCTURE ");
    private static final byte[] START = bytes("* ");

    private final ImapOutput out;
    private final SelectedFolder selected;
    private final Manners.ReadReport readReport;
    private final Structure structure;
    private final FetchData.Item[] items;
    private final FetchData.Item[] last;
    private final List<Section> sections = new ArrayList<>();
    private final boolean needsSummary;
    private final boolean readsPayload;
    private final @Nullable FetchMore more;
    private final boolean james;

    /// Not asked for, but told of what becomes `\Seen`.
    private final Set<FetchData.Item> onlyIfMarked = EnumSet.noneOf(FetchData.Item.class);

    private Set<Uid> marked = Set.of();

    FetchLine(FetchData fetch, FetchExtras extras, Session session, Answers answers) {
        this.out = answers.out();
        this.selected = session.selection();
        this.readReport = session.readReport();
        boolean seen = fetch.isSetSeen() || extras.marksSeen();
        this.more = extras.asksMore() ? new FetchMore(extras, out) : null;
        this.structure = new Structure(out, answers.profile().isJames());
        fetch.getBodyElements().forEach(element -> sections.add(new Section(element)));
        this.james = answers.profile().isJames();
        boolean qresync = session.hasQresync();
        var order = james ? JAMES : CPM;
        this.items = order.stream()
                .filter(item -> fetch.contains(item)
                        || (item == FetchData.Item.FLAGS && seen)
                        || (item == FetchData.Item.MODSEQ && seen && session.hasCondstore() && !james)
                        || (item == FetchData.Item.UID && (qresync || (seen && session.hasCondstore() && !james))))
                .toArray(FetchData.Item[]::new);
        for (var item : items) {
            boolean always = fetch.contains(item) || (item == FetchData.Item.UID && qresync);
            if (!always) {
                onlyIfMarked.add(item);
            }
        }
        this.last = james
                ? JAMES_LAST.stream().filter(fetch::contains).toArray(FetchData.Item[]::new)
                : new FetchData.Item[0];
        this.needsSummary = fetch.contains(FetchData.Item.ENVELOPE)
                || fetch.contains(FetchData.Item.BODY)
                || fetch.contains(FetchData.Item.BODY_STRUCTURE)
                || (fetch.contains(FetchData.Item.THREADID) && !james)
                || more != null
                || sections.stream().anyMatch(Section::needsStructure);
        this.readsPayload = !sections.isEmpty() || extras.readsParts();
    }

    boolean needsSummary() {
        return needsSummary;
    }

    boolean readsPayload() {
        return readsPayload;
    }

    /// True when an object was left out because nobody here can decode what was asked of it.
    boolean metUnknownEncoding() {
        return more != null && more.metUnknown();
    }

    /// These were made `\Seen` by this command, so their flags are told though nobody asked, and their
    /// mod-sequence to who enabled CONDSTORE.
    // RFC 3501 §6.4.5, RFC 7162 §3.1
    void marked(Collection<Uid> uids) {
        marked = new HashSet<>(uids);
    }

    /// @param summary null when [#needsSummary] says no
    void write(int number, Entry entry, @Nullable Summary summary, BoxView view) throws IOException {
        Payload payload = null;
        if (more != null && !more.decodes(known(summary))) {
            return;
        }
        if (readsPayload) {
            try {
                payload = view.payload(new Placement(selected.folder(), entry.uid()));
            } catch (StoreFailure.NotFound gone) {
                return;
            }
        }
        out.write(START);
        out.number(number);
        out.write(FETCH);
        boolean first = true;
        for (var item : items) {
            if (onlyIfMarked.contains(item) && !marked.contains(entry.uid())) {
                continue;
            }
            if (!first) {
                out.write(' ');
            }
            first = false;
            item(item, entry, summary);
        }
        if (more != null) {
            if (!first) {
                out.write(' ');
            }
            first = false;
            more.write(known(summary), more.readsParts() ? payload : null);
        }
        if (payload != null) {
            for (var section : sections) {
                if (!first) {
                    out.write(' ');
                }
                first = false;
                section.write(out, payload, summary == null ? null : summary.body());
            }
        }
        for (var item : last) {
            if (!first) {
                out.write(' ');
            }
            first = false;
            item(item, entry, summary);
        }
        out.write(')');
        out.crlf();
    }

    private void item(FetchData.Item item, Entry entry, @Nullable Summary summary) throws IOException {
        switch (item) {
            case UID -> {
                out.write(UID);
                out.number(entry.uid().number());
            }
            case FLAGS -> {
                out.write(FLAGS);
                FlagText.write(
                        out,
                        entry.flags(),
                        selected.recents().contains(entry.uid().number()),
                        readReport);
            }
            case MODSEQ -> {
                out.write(MODSEQ);
                out.number(entry.modSeq().number());
                out.write(')');
            }
            case SIZE -> {
                out.write(SIZE);
                out.number(entry.size());
            }
            case INTERNAL_DATE -> {
                out.write(INTERNALDATE);
                Wire.internalDate(out, entry.received().toEpochMilli());
            }
            case ENVELOPE -> {
                out.write(ENVELOPE);
                Wire.envelope(out, known(summary).envelope());
            }
            case BODY -> {
                out.write(BODY);
                structure.write(known(summary).body(), false);
            }
            case BODY_STRUCTURE -> {
                out.write(BODYSTRUCTURE);
                structure.write(known(summary).body(), true);
            }
            case EMAILID -> {
                out.ascii("EMAILID (");
                if (james) {
                    out.number(entry.object().number());
                } else {
                    out.ascii(ObjectIds.email(entry.content(), selected.realm()));
                }
                out.write(')');
            }
            case THREADID -> {
                out.ascii("THREADID ");
                var id = james ? Optional.of(Long.toString(entry.object().number())) : ObjectIds.thread(known(summary));
                // RFC 8474 §5.2: of no conversation
                out.ascii(id.map(thread -> "(" + thread + ")").orElse("NIL"));
            }
            case SAVEDATE -> {
                out.ascii("SAVEDATE ");
                Wire.internalDate(out, entry.saved().toEpochMilli());
            }
        }
    }

    private static Summary known(@Nullable Summary summary) {
        if (summary == null) {
            throw new IllegalStateException("the summary was not read");
        }
        return summary;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
