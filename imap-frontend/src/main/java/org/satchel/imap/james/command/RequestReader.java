// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import javax.mail.Flags;
import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.IdRange;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.decode.DecodingException;
import org.apache.james.imap.message.Literal;
import org.jspecify.annotations.Nullable;
import org.satchel.imap.Connection;
import org.satchel.imap.ImapInput;
import org.satchel.imap.james.grammar.Paths;
import org.satchel.imap.james.session.KeptResult;
import org.satchel.imap.james.session.Session;

/// One command as it comes in: characters for James's grammar, literals within limits, and the object of APPEND as a
/// stream.
public final class RequestReader extends NumberReader {
    private static final byte[] GO_AHEAD = "+ Ok\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Connection connection;
    private final ImapInput input;
    private final Session session;
    private final boolean known;
    private final int bytesMax;
    private @Nullable Tag tag;
    private int bytes;
    private int literals;
    private boolean goAheadOwed;
    private boolean lineEnded;
    private boolean lineFeedTaken;
    private @Nullable Nesting nesting;
    private boolean namesReadReport;
    private final LineEnd lineEnd;
    private @Nullable ObjectLiteral object;
    private long drained;
    private boolean tooMuch;

    public RequestReader(Session session) {
        this.session = session;
        this.connection = session.connection();
        this.input = connection.input();
        this.known = session.isKnown();
        this.bytesMax = known
                ? connection.limits().commandBytesMax()
                : connection.limits().commandBytesMaxBeforeLogin();
        this.lineEnd = new LineEnd(connection.manners());
    }

    /// Waits for the next command.
    ///
    /// @param skipsEmpty whether empty lines before it are passed over
    /// @return false when the client has gone
    // CPM-MSG §13 rule 4
    public boolean awaitCommand(boolean skipsEmpty) throws IOException {
        while (true) {
            int next = input.peek();
            if (next < 0) {
                return false;
            }
            if (!skipsEmpty || (next != '\r' && next != '\n')) {
                return true;
            }
            input.read();
        }
    }

    @Override
    public String mailbox() throws DecodingException {
        return name(mailboxUTF7());
    }

    /// A name or pattern that was read, whatever it is written in.
    public String name(String text) throws DecodingException {
        return Paths.isEncoded(text, session.hasUtf8()) ? Paths.decoded(text) : text;
    }

    /// What the client has enabled decides how it is read.
    public Session session() {
        return session;
    }

    /// What is not ASCII is UTF-8, or nothing. RFC 6855 §3
    @Override
    protected String consumeQuoted(@Nullable Charset charset) throws DecodingException {
        return super.consumeQuoted(charset == null ? StandardCharsets.UTF_8 : charset);
    }

    @Override
    public String consumeLiteral(@Nullable Charset charset) throws DecodingException {
        return super.consumeLiteral(charset == null ? StandardCharsets.UTF_8 : charset);
    }

    /// `$` is looked up when the command is run. RFC 5182 §2
    @Override
    public IdRange[] parseIdRange(@Nullable ImapSession session) throws DecodingException {
        if (session == null || nextWordChar() != '$') {
            return super.parseIdRange(session);
        }
        consume();
        if (" )\r\n".indexOf(nextChar()) < 0) {
            throw new DecodingException(HumanReadableText.ILLEGAL_ARGUMENTS, "$ stands alone");
        }
        return KeptResult.mark();
    }

    @Override
    public Tag tag() throws DecodingException {
        var read = super.tag();
        tag = read;
        return read;
    }

    /// The tag of this command, as soon as it was read.
    public @Nullable Tag seenTag() {
        return tag;
    }

    @Override
    public char nextChar() throws DecodingException {
        if (!nextSeen) {
            if (lineFeedTaken) {
                // James's grammar looks for a bracket or a quote in the lines that follow, which are other commands
                lineEnded = true;
                throw new DecodingException(HumanReadableText.ILLEGAL_ARGUMENTS, "command ends in the middle");
            }
            nextChar = (char) take();
            nextSeen = true;
            if (nesting != null) {
                nesting.next(nextChar);
            }
            lineEnd.check();
        }
        return nextChar;
    }

    @Override
    public char consume() throws DecodingException {
        char taken = super.consume();
        lineFeedTaken = taken == '\n';
        return taken;
    }

    /// From here on bounds how deep the grammar goes.
    public void boundNesting() {
        nesting = new Nesting(connection.limits().nestingMax());
    }

    @Override
    public Flags flagList() throws DecodingException {
        return noted(super.flagList());
    }

    @Override
    public Flags flag() throws DecodingException {
        return noted(super.flag());
    }

    /// Looks whether the client calls the flag of the read report by CPM's own name. CPM-MSG §6.3 rule 2
    public Flags noted(Flags flags) {
        namesReadReport |= flags.contains(org.satchel.model.Flags.READ_REPORT_SENT);
        return flags;
    }

    public boolean namesReadReport() {
        return namesReadReport;
    }

    /// James asks before it knows how large the literal is; the go-ahead is given when the size was found fit.
    @Override
    protected void commandContinuationRequest() {
        goAheadOwed = true;
    }

    @Override
    public Literal read(int size, boolean extraCrLf) throws IOException {
        nextSeen = false;
        lineEnd.taken();
        int limit = known ? bytesMax - bytes : connection.limits().literalBytesMaxBeforeLogin();
        if (++literals > connection.limits().literalsPerCommandMax() || size > limit) {
            refuse(size, goAheadOwed);
            throw new DecodingException(HumanReadableText.ILLEGAL_ARGUMENTS, "literal is too large or one too many");
        }
        giveGoAhead();
        lineFeedTaken = false;
        bytes += size;
        byte[] content = input.readNBytes(size);
        if (content.length < size) {
            throw new Broken("");
        }
        return new HeldLiteral(content);
    }

    /// Reads `{n}`, `{n+}` or, for what may hold any byte, `~{n}`, and the end of its line, but not what follows.
    // RFC 3516 §7 (literal8)
    public ObjectLiteral objectLiteral() throws DecodingException {
        boolean anyByte = nextWordChar() == '~';
        if (anyByte) {
            consume();
        }
        consumeChar('{');
        long size = 0;
        char next = consume();
        if (next < '0' || next > '9') {
            throw new DecodingException(HumanReadableText.ILLEGAL_ARGUMENTS, "literal without a size");
        }
        for (; next >= '0' && next <= '9'; next = consume()) {
            size = size * 10 + (next - '0');
            if (size > 1L << 40) {
                throw new DecodingException(HumanReadableText.ILLEGAL_ARGUMENTS, "literal has an impossible size");
            }
        }
        boolean waits = next != '+';
        if (!waits) {
            next = consume();
        }
        if (next != '}') {
            throw new DecodingException(HumanReadableText.ILLEGAL_ARGUMENTS, "literal is not closed");
        }
        eol();
        consume();
        lineEnd.taken();
        var literal = new ObjectLiteral(size, waits, anyByte);
        object = literal;
        if (++literals > connection.limits().literalsPerCommandMax()) {
            throw new DecodingException(HumanReadableText.ILLEGAL_ARGUMENTS, "one literal too many");
        }
        return literal;
    }

    /// To be called when a command is done with its objects, whether it read them or not.
    public void finishObject() throws IOException {
        if (object != null) {
            object.finish();
        }
    }

    /// Reads to the end of the command, also when nobody understood it: its literals are part of it, and what they say
    /// is not taken for commands.
    ///
    /// @throws Broken when that is too much; the command was answered, but the line cannot be used further
    // RFC 7888 §4
    @Override
    public void consumeLine() throws DecodingException {
        nesting = null;
        lineEnd.forgive();
        try {
            finishObject();
            while (!tooMuch) {
                if (!lineEnded && (nextSeen || !lineFeedTaken)) {
                    super.consumeLine();
                }
                long literal = lineEnd.literal();
                if (literal < 0) {
                    return;
                }
                lineEnded = false;
                discard(literal);
            }
        } catch (IOException gone) {
            throw new Broken("");
        }
        throw new Broken("literal is too large");
    }

    private void giveGoAhead() throws IOException {
        if (goAheadOwed) {
            goAheadOwed = false;
            var output = connection.output();
            output.flush();
            output.write(GO_AHEAD);
            output.flush();
        }
    }

    /// A literal that waits for a go-ahead never comes when none is given; another is thrown away.
    private void refuse(long size, boolean waits) throws IOException {
        goAheadOwed = false;
        if (waits) {
            lineEnded = true;
            return;
        }
        discard(size);
    }

    /// Reads what is there and throws it away, unless it is too much: then the command is answered and the line closed.
    private void discard(long size) throws IOException {
        lineEnd.taken();
        nextSeen = false;
        lineFeedTaken = false;
        drained += size;
        if (drained > connection.limits().drainBytesMax()) {
            tooMuch = true;
            return;
        }
        input.skipNBytes(size);
    }

    private int take() {
        if (++bytes > bytesMax) {
            throw new Broken("command is too long");
        }
        try {
            int next = input.read();
            if (next < 0) {
                throw new Broken("");
            }
            lineEnd.next(next);
            return next;
        } catch (IOException gone) {
            throw new Broken("");
        }
    }

    /// The object that APPEND brings: its size is known, its bytes are still with the client.
    public final class ObjectLiteral {
        private final long size;
        private final boolean waits;
        private final boolean anyByte;
        private long left;
        private boolean settled;

        private ObjectLiteral(long size, boolean waits, boolean anyByte) {
            this.size = size;
            this.anyByte = anyByte;
            this.waits = waits;
            this.left = size;
        }

        public long size() {
            return size;
        }

        /// Whether it is one of bytes rather than of text.
        public boolean isBinary() {
            return anyByte;
        }

        /// Lets the client go ahead and gives its bytes.
        public InputStream open() throws IOException {
            settled = true;
            lineFeedTaken = false;
            goAheadOwed = waits;
            giveGoAhead();
            return new Bytes();
        }

        /// To be called when the command is done with the literal, whether it was opened or not.
        void finish() throws IOException {
            if (!settled) {
                settled = true;
                left = 0;
                refuse(size, waits);
            } else if (left > 0) {
                // what came is owed to be read whole, or the rest of the object would be taken for commands
                long rest = left;
                left = 0;
                discard(rest);
            }
        }

        private final class Bytes extends InputStream {
            @Override
            public int read() throws IOException {
                if (left == 0) {
                    return -1;
                }
                int next = input.read();
                if (next < 0) {
                    throw new Broken("");
                }
                left--;
                return next;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                if (left == 0) {
                    return -1;
                }
                int count = input.read(target, offset, (int) Math.min(length, left));
                if (count < 0) {
                    throw new Broken("");
                }
                connection.heard();
                left -= count;
                return count;
            }
        }
    }
}
