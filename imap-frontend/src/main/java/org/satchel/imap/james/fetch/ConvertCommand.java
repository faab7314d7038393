// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.fetch;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.james.imap.api.ImapCommand;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.message.IdRange;
import org.apache.james.imap.message.request.AbstractImapRequest;
import org.jspecify.annotations.Nullable;
import org.satchel.convert.Converted;
import org.satchel.convert.Converter;
import org.satchel.convert.Original;
import org.satchel.convert.Refused;
import org.satchel.imap.ImapOutput;
import org.satchel.imap.james.command.Answers;
import org.satchel.imap.james.command.Command;
import org.satchel.imap.james.command.Spans;
import org.satchel.imap.james.session.Session;
import org.satchel.imap.reference.PartPlace;
import org.satchel.model.BodyPart;
import org.satchel.model.BoxView;
import org.satchel.model.Payload;
import org.satchel.model.Placement;
import org.satchel.model.StoreFailure;
import org.satchel.model.Uid;

/// CONVERT: parts of objects as smaller pictures or in another charset. What is stored stays as it is, and no flag is
/// set.
// RFC 5259 §6
public final class ConvertCommand extends Command<ConvertCommand.Request> {
    static final ImapCommand COMMAND = ImapCommand.selectedStateCommand("CONVERT");

    /// Most objects in one command.
    public static final int MESSAGES_MAX = 50;

    /// Most parts of one object in one command.
    static final int PARTS_MAX = 4;

    private final Converter converter;

    ConvertCommand(Converter converter) {
        super(Request.class);
        this.converter = converter;
    }

    /// What may be asked about a converted part.
    enum What {
        UID("UID"),
        BINARY("BINARY"),
        SIZE("BINARY.SIZE"),
        STRUCTURE("BODYPARTSTRUCTURE");

        final String word;

        What(String word) {
            this.word = word;
        }
    }

    /// @param section part number; empty = the only part
    record Item(What what, String section) {}

    public static final class Request extends AbstractImapRequest {
        private final IdRange[] set;
        private final boolean uids;
        private final Converter.Target target;
        private final List<Item> items;
        private final boolean tellsUid;

        Request(Tag tag, IdRange[] set, boolean uids, Converter.Target target, List<Item> items) {
            super(tag, COMMAND);
            this.set = set;
            this.uids = uids;
            this.target = target;
            this.items = items.stream().filter(item -> item.what() != What.UID).toList();
            this.tellsUid = uids || items.size() > this.items.size();
        }

        public boolean isUseUids() {
            return uids;
        }
    }

    @Override
    protected void run(Request request, Session session, Answers answers) throws IOException {
        var selected = session.selection();
        var spans = Spans.named(request.set, request.uids, session, answers);
        if (spans.isEmpty()) {
            answers.bad(request, "failed. Invalid messageset.");
            return;
        }
        if (spans.get().count() > MESSAGES_MAX) {
            answers.no(request, "MAXCONVERTMESSAGES " + MESSAGES_MAX, "failed. Too many messages at a time.");
            return;
        }
        if (request.items.stream().map(Item::section).distinct().count() > PARTS_MAX) {
            answers.no(request, "MAXCONVERTPARTS " + PARTS_MAX, "failed. Too many parts at a time.");
            return;
        }
        var view = selected.box().view();
        var run = new Run(request, answers.out(), view);
        for (var uid : spans.get().uids(selected.told())) {
            selected.demandReadable();
            run.object(selected.number(uid), new Placement(selected.folder(), uid));
        }
        if (run.failed && !run.succeeded) {
            answers.no(request, run.temporary ? "TEMPFAIL" : null, "failed. All conversions failed.");
        } else {
            answers.ok(request);
        }
    }

    /// One command under way.
    private final class Run {
        private final Request request;
        private final ImapOutput out;
        private final BoxView view;
        private boolean succeeded;
        private boolean failed;
        private boolean temporary;

        Run(Request request, ImapOutput out, BoxView view) {
            this.request = request;
            this.out = out;
            this.view = view;
        }

        void object(int number, Placement placement) throws IOException {
            BodyPart root;
            Payload payload;
            try {
                root = view.object(placement).summary().body();
                payload = view.payload(placement);
            } catch (StoreFailure.NotFound gone) {
                return;
            }
            Map<String, Outcome> outcomes = new HashMap<>();
            for (var item : request.items) {
                if (!outcomes.containsKey(item.section)) {
                    outcomes.put(item.section, outcome(root, payload, item.section));
                }
            }
            write(number, placement.uid(), outcomes);
        }

        private Outcome outcome(BodyPart root, Payload payload, String section) throws IOException {
            var part = section.isEmpty()
                    ? root
                    : PartPlace.find(root, payload.size(), section)
                            .map(PartPlace::part)
                            .orElse(null);
            if (!(part instanceof BodyPart.Leaf leaf)) {
                return new Outcome.Failure("no such part", "", false);
            }
            var original = Original.of(leaf, payload);
            var about = quoted(original.type()) + ' ' + quoted(Converter.typeFor(original.type(), request.target));
            try {
                return new Outcome.Success(converter.convert(original, request.target));
            } catch (Refused refused) {
                return new Outcome.Failure(String.valueOf(refused.getMessage()), about, refused.isTemporary());
            }
        }

        private void write(int number, Uid uid, Map<String, Outcome> outcomes) throws IOException {
            out.ascii("* ").number(number).ascii(" CONVERTED (TAG \"");
            out.ascii(request.getTag().asString()).ascii("\") (");
            boolean first = true;
            if (request.tellsUid) {
                out.ascii("UID ").number(uid.number());
                first = false;
            }
            for (var item : request.items) {
                out.ascii(first ? "" : " ");
                first = false;
                out.ascii(item.what.word).ascii("[").ascii(item.section).ascii("] ");
                switch (outcomes.get(item.section)) {
                    case Outcome.Success(var converted) -> success(item.what, converted);
                    case Outcome.Failure failure -> failure(failure);
                    case null -> throw new IllegalStateException("part without an outcome");
                }
            }
            out.ascii(")").crlf();
        }

        private void success(What what, Converted converted) throws IOException {
            succeeded = true;
            switch (what) {
                case UID -> throw new IllegalStateException("no part");
                case SIZE -> out.number(converted.size());
                case STRUCTURE -> new Structure(out, false).write(converted.structure(), true);
                case BINARY -> {
                    out.ascii("~{").number(converted.size()).ascii("}").crlf();
                    try {
                        converted.writeTo(new Unflushed(out));
                    } catch (Refused impossible) {
                        throw new IOException("a conversion went well and then did not", impossible);
                    }
                }
            }
        }

        // RFC 5259 §9
        private void failure(Outcome.Failure failure) throws IOException {
            failed = true;
            temporary |= failure.temporary;
            out.ascii("(ERROR ").ascii(quoted(failure.why));
            if (failure.temporary) {
                out.ascii(" TEMPFAIL)");
                return;
            }
            out.ascii(" BADPARAMETERS ").ascii(failure.about.isEmpty() ? "\"*\" \"*\"" : failure.about);
            if (!request.target.parameters().isEmpty()) {
                var names = request.target.parameters().keySet().stream().sorted();
                out.ascii(names.map(ConvertCommand::quoted).collect(Collectors.joining(" ", " (", ")")));
            }
            out.write(')');
        }
    }

    private sealed interface Outcome {
        record Success(Converted converted) implements Outcome {}

        /// @param about from and to, in quotes; empty when there is no part
        record Failure(String why, String about, boolean temporary) implements Outcome {}
    }

    /// Text that the parser has found to have neither quotes nor control characters.
    private static String quoted(@Nullable String text) {
        return '"' + String.valueOf(text).replaceAll("[^ !#-\\[\\]-~]", "?").toLowerCase(Locale.ROOT) + '"';
    }

    /// The encoder of a text flushes when it is done; what goes to the client waits until the command is.
    private static final class Unflushed extends FilterOutputStream {
        Unflushed(ImapOutput out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void flush() {
            // see above
        }
    }
}
