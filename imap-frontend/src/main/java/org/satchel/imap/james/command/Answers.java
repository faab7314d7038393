// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.message.request.ImapRequest;
import org.apache.james.imap.api.message.response.ImapResponseMessage;
import org.apache.james.imap.api.message.response.StatusResponse;
import org.apache.james.imap.api.process.ImapProcessor;
import org.apache.james.imap.encode.ImapEncoder;
import org.apache.james.imap.encode.ImapResponseWriter;
import org.apache.james.imap.encode.base.ImapResponseComposerImpl;
import org.apache.james.imap.message.Literal;
import org.apache.james.imap.message.response.ImmutableStatusResponse;
import org.jspecify.annotations.Nullable;
import org.satchel.imap.ImapExtension;
import org.satchel.imap.ImapOutput;
import org.satchel.imap.Manners;
import org.satchel.imap.james.grammar.Failures;
import org.satchel.imap.james.grammar.Paths;
import org.satchel.imap.james.grammar.Profile;
import org.satchel.imap.james.session.Manner;
import org.satchel.imap.james.session.Session;
import org.satchel.model.StoreFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where all answers to one client pass: James's through its encoder, ours as bytes.
///
/// Before a tagged OK the client is told what happened in its folder, before NO and BAD it is not: some clients see a
/// refusal only as the first
/// line.
// CPM-MSG §13 rule 13
public final class Answers implements ImapProcessor.Responder {
    /// Most answers that may wait at a time, and most objects that they may tell of together.
    private static final int OWED_MAX = 64;

    private static final int OWED_OBJECTS_MAX = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    private static final byte[] OK = " OK ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NO = " NO ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BAD = " BAD ".getBytes(StandardCharsets.US_ASCII);

    private final ImapOutput out;
    private final Session session;
    private final ImapEncoder encoder;
    private final News news;
    private final Profile profile;
    private final Queue<Owed> owed = new ArrayDeque<>();
    private Manner manner = Manner.ALL;
    private boolean settling;
    private int owedObjects;

    public Answers(ImapOutput out, Session session, ImapEncoder encoder, News news, Profile profile) {
        this.out = out;
        this.session = session;
        this.encoder = encoder;
        this.news = news;
        this.profile = profile;
    }

    public ImapOutput out() {
        return out;
    }

    public Profile profile() {
        return profile;
    }

    /// How this client reads the flag that says "read report sent".
    Manners.ReadReport readReport() {
        return session.readReport();
    }

    /// To be called before a command is run: it decides whether the command must wait for the writes before it.
    ///
    /// @param allowed what its OK may announce
    public void begin(ImapMessage message, Manner allowed) throws IOException {
        var waiting = owed.peek();
        if (waiting != null && message.getClass() != waiting.request.getClass()) {
            settle();
        }
        manner = allowed;
    }

    /// Answers a command as soon as its write is durable, which `answer` waits for. Until then more commands of its
    /// kind may run, so that a client that sends many at once does not wait for the disk at each.
    ///
    /// @param objects how many the answer tells of
    public void later(ImapRequest request, int objects, Late answer) throws IOException {
        owed.add(new Owed(request, answer));
        owedObjects += objects;
        if (owed.size() >= OWED_MAX || owedObjects >= OWED_OBJECTS_MAX) {
            settle();
        }
    }

    /// Writes the answers that are owed, in order. What happened in the folder is told with the last of them: by then
    /// no answer that follows speaks of an older state.
    public void settle() throws IOException {
        if (settling || owed.isEmpty()) {
            return;
        }
        settling = true;
        try {
            for (var next = owed.poll(); next != null; next = owed.poll()) {
                try {
                    next.answer.write();
                } catch (StoreFailure failure) {
                    no(next.request, failure);
                } catch (UncheckedIOException broken) {
                    throw broken;
                } catch (RuntimeException defect) {
                    defect(next.request.getTag().asString(), defect);
                }
            }
        } finally {
            settling = false;
            owedObjects = 0;
        }
    }

    /// Answers a command that met a defect of ours.
    public void defect(String tag, Throwable defect) throws IOException {
        LOG.error("{} met a defect", session.connection().name(), defect);
        out.ascii(tag).ascii(" NO [SERVERBUG] failed. Defect in the server.").crlf();
    }

    @Override
    public void respond(ImapResponseMessage message) {
        try {
            settle();
            if (message instanceof StatusResponse status && status.getTag() != null) {
                tagged(status);
            } else {
                encode(message);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// Answers leave when the input would block.
    @Override
    public void flush() {
        // nothing to do, see above
    }

    /// Tells the client what happened in its folder.
    public void announce() throws IOException {
        announce(manner);
    }

    /// Tells it while no command runs, as far as `now` allows.
    public void announce(Manner now) throws IOException {
        news.tell(session, this, now);
    }

    public void ok(ImapRequest request) throws IOException {
        ok(request, null, "completed.");
    }

    /// @param code what stands in brackets; null = none
    public void ok(ImapRequest request, @Nullable String code, String text) throws IOException {
        settle();
        if (owed.isEmpty()) {
            announce();
        }
        tagged(request, OK, code, text);
    }

    public void no(ImapRequest request, @Nullable String code, String text) throws IOException {
        tagged(request, NO, code, text);
    }

    public void no(ImapRequest request, StoreFailure failure) throws IOException {
        no(request, codeFor(failure), Failures.text(failure));
    }

    public void bad(ImapRequest request, String text) throws IOException {
        tagged(request, BAD, null, text);
    }

    /// Writes a whole untagged line, `* ` and its end added.
    public void line(String text) throws IOException {
        settle();
        out.ascii("* ").utf8(text).crlf();
    }

    /// Whether FETCH lines that nobody asked for carry the uid.
    // RFC 7162 §3.2.4, RFC 9051 appendix E
    public boolean tellsUid() {
        return session.hasQresync() || session.hasRev2() || (session.hasCondstore() && !profile.isJames());
    }

    /// The name of a folder in quotes, as this client reads it.
    public String quoted(String name) {
        return session.hasUtf8() ? Paths.quotedUtf8(name) : Paths.quoted(name);
    }

    /// The same, bare where it may be.
    public String bare(String name) {
        boolean plain = Paths.isEncoded(name, false) && name.indexOf('&') < 0;
        return session.hasUtf8() && !plain ? Paths.quotedUtf8(name) : Paths.bare(name);
    }

    private void tagged(ImapRequest request, byte[] result, @Nullable String code, String text) throws IOException {
        settle();
        out.ascii(request.getTag().asString());
        out.write(result);
        if (code != null) {
            out.ascii("[").ascii(code).ascii("] ");
        }
        out.write(request.getCommand().getNameAsBytes());
        out.ascii(" ").ascii(text).crlf();
    }

    private void tagged(StatusResponse status) throws IOException {
        var failure = session.isKnown() ? session.owner().takeFailure() : null;
        switch (status.getServerResponseType()) {
            case OK -> {
                announce();
                encode(profile.has(ImapExtension.OBJECTID) ? status : withoutMailboxId(status));
            }
            case NO -> {
                var code = failure == null || status.getResponseCode() != null ? null : codeFor(failure);
                if (code == null) {
                    encode(status);
                } else {
                    out.ascii(status.getTag().asString());
                    out.write(NO);
                    out.ascii("[")
                            .ascii(code)
                            .ascii("] ")
                            .ascii(status.getCommand().getName());
                    out.ascii(" ").ascii(status.getTextKey().getDefaultValue()).crlf();
                }
            }
            case BAD, PREAUTH, BYE -> encode(status);
        }
    }

    /// James answers CREATE with the id of the folder; that is for clients that were told of OBJECTID.
    private static StatusResponse withoutMailboxId(StatusResponse status) {
        var code = status.getResponseCode();
        return code == null || !code.getCode().equals("MAILBOXID")
                ? status
                : new ImmutableStatusResponse(
                        status.getServerResponseType(),
                        status.getTag(),
                        status.getCommand(),
                        status.getTextKey(),
                        null);
    }

    private @Nullable String codeFor(StoreFailure failure) {
        return profile.isJames() ? null : Failures.code(failure);
    }

    private void encode(ImapResponseMessage message) throws IOException {
        var composer = new ImapResponseComposerImpl(new Sink(out));
        encoder.encode(message, composer);
        composer.flush();
    }

    /// Tells a client what happened in its folder.
    @FunctionalInterface
    public interface News {
        /// @param allowed what may be said now
        void tell(Session session, Answers answers, Manner allowed) throws IOException;
    }

    /// An answer that waits for its write.
    @FunctionalInterface
    public interface Late {
        /// @throws StoreFailure when the write came to nothing; nothing was written then
        void write() throws IOException;
    }

    private record Owed(ImapRequest request, Late answer) {}

    private record Sink(ImapOutput out) implements ImapResponseWriter {
        @Override
        public void write(Literal literal) throws IOException {
            try (var in = literal.getInputStream()) {
                in.transferTo(out);
            }
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            out.write(bytes);
        }
    }
}
