// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.mime;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.satchel.model.BodyPart;
import org.satchel.model.text.HeaderBlock;
import org.satchel.model.text.TransferEncoding;

/// Finds the MIME tree of one entity while its bytes stream by, in any pieces.
///
/// Works line by line where a delimiter line may come, and in bulk where none can come any more. Keeps the header block
/// it is in, the first
/// bytes of the present line, and the heads of leaves that may hold text; nothing else of the bytes.
// RFC 2045, RFC 2046 §5.1
final class EntityScanner {
    /// Containers within containers; one that is deeper is shown as an opaque leaf.
    static final int DEPTH_MAX = 32;

    /// Parts of all multiparts together; delimiters after that many are taken for text.
    static final int PARTS_MAX = 1000;

    /// Header blocks of all parts together; what is beyond is passed over.
    static final int HEADER_BYTES_MAX = 512 * 1024;

    /// Text heads of all parts together, encoded.
    static final int TEXT_HEADS_BYTES_MAX = 256 * 1024;

    private static final int TEXT_HEAD_BYTES_MAX = 64 * 1024;
    private static final int LINE_HEAD_BYTES = 256;
    private static final byte[] LINE_END = {'\r', '\n'};

    /// What the scanner is in the midst of.
    private enum State {
        HEADER,
        /// A body in which a delimiter line may come.
        BODY,
        /// What is left when no delimiter can come any more.
        REST
    }

    private final @Nullable CpimScanner cpim;
    private final List<OpenPart> open = new ArrayList<>(4);
    private final List<FoundLeaf> leaves = new ArrayList<>(2);
    private State state = State.HEADER;
    private long position;
    private long lineFeeds;
    private int parts;
    private int textHeadBytes;

    private final HeaderIntake header = new HeaderIntake(HEADER_BYTES_MAX);
    private long partStart;

    private final byte[] line = new byte[LINE_HEAD_BYTES];
    private int lineKept;
    private long lineBytes;
    private long lineStart;
    private boolean atLineStart;

    /// Length of a line end that belongs to the body only if no delimiter follows.
    private int heldLineEnd;

    private boolean heldReturn;

    private @Nullable HeaderBlock rootBlock;
    private @Nullable BodyPart root;

    /// @param origin position of the first byte in the payload
    /// @param cpim takes the body when the entity is `message/cpim`
    EntityScanner(long origin, @Nullable CpimScanner cpim) {
        this.position = origin;
        this.cpim = cpim;
        startHeader(origin);
    }

    void take(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int at = offset;
        while (at < end) {
            at = switch (state) {
                case HEADER -> header(bytes, at, end);
                case BODY -> body(bytes, at, end);
                case REST -> rest(bytes, at, end);
            };
        }
    }

    /// The tree; to be asked once, when all bytes were taken.
    BodyPart finish() {
        if (state == State.HEADER && (lineBytes == 0 || !delimiterInHeader(false))) {
            endHeader(position);
        } else if (state == State.BODY && atLineStart && lineKept > 0 && !delimiter(false)) {
            releaseHeld();
            feed(line, 0, lineKept);
        }
        while (state == State.HEADER) {
            endHeader(position);
        }
        releaseHeld();
        closeDownTo(0, position, lineFeeds);
        if (root == null) {
            throw new IllegalStateException("an entity without a root");
        }
        return root;
    }

    /// The header block of the entity itself.
    HeaderBlock rootBlock() {
        return rootBlock == null ? HeaderBlock.EMPTY : rootBlock;
    }

    List<FoundLeaf> leaves() {
        return leaves;
    }

    private int header(byte[] bytes, int from, int end) {
        int feed = lineFeed(bytes, from, end);
        int next = Math.min(feed + 1, end);
        keepLineHead(bytes, from, next);
        header.keep(bytes, from, next);
        lineBytes += next - from;
        position += next - from;
        if (feed < end) {
            lineFeeds++;
            endHeaderLine();
        }
        return next;
    }

    private void endHeaderLine() {
        if (lineBytes == 1 || (lineBytes == 2 && line[0] == '\r')) {
            endHeader(position);
        } else if (!delimiterInHeader(true)) {
            startLine();
            header.endLine();
        }
    }

    private void startHeader(long start) {
        state = State.HEADER;
        partStart = start;
        lineStart = start;
        lineBytes = 0;
        lineKept = 0;
    }

    private void startLine() {
        lineStart = position;
        lineBytes = 0;
        lineKept = 0;
    }

    private void endHeader(long bodyStart) {
        var block = header.take();
        if (rootBlock == null) {
            rootBlock = block;
        }
        openPart(block, bodyStart, lineFeeds);
    }

    /// True when the present header line is a delimiter: the part has no empty line and no body.
    private boolean delimiterInHeader(boolean terminated) {
        if (delimited() < 0) {
            return false;
        }
        header.dropLine();
        long cut = lineStart;
        int kept = lineKept;
        do {
            openPart(header.take(), cut, lineFeeds - (terminated ? 1 : 0));
        } while (state == State.HEADER);
        lineStart = cut;
        lineKept = kept;
        return delimiter(terminated);
    }

    private void openPart(HeaderBlock block, long bodyStart, long feeds) {
        var parent = open.isEmpty() ? null : open.getLast();
        var head = PartHead.read(block, parent != null && parent.head.isType("multipart", "digest"));
        var part = new OpenPart(block, head, partStart, bodyStart, feeds);
        boolean nested = head.isType("message", "rfc822") || head.isType("message", "global");
        boolean multipart = head.type().equalsIgnoreCase("multipart");
        boolean opens = open.size() < DEPTH_MAX && (multipart || PartHead.isIdentity(head));
        if (parent != null) {
            parent.begin(block);
        }
        open.add(part);
        if (nested && opens) {
            part.nest();
            startHeader(bodyStart);
            return;
        }
        if (multipart && opens) {
            part.divide();
        } else if (nested || multipart) {
            part.head = PartHead.opaque(head);
        }
        part.intake = new LeafIntake(TransferEncoding.named(multipart ? "binary" : head.encoding()), textHeadMax(part));
        startBody();
    }

    private int textHeadMax(OpenPart part) {
        boolean textual = part.isMultipart() || FoundLeaf.mayHoldText(part.head);
        return textual ? Math.min(TEXT_HEAD_BYTES_MAX, TEXT_HEADS_BYTES_MAX - textHeadBytes) : 0;
    }

    private void startBody() {
        state = State.REST;
        for (var part : open) {
            state = part.awaitsDelimiter() ? State.BODY : state;
        }
        atLineStart = true;
        heldLineEnd = 0;
        heldReturn = false;
        startLine();
    }

    private int rest(byte[] bytes, int from, int end) {
        int feeds = 0; // not the field: this loop is done many bytes at a time
        for (int i = from; i < end; i++) {
            feeds += bytes[i] == '\n' ? 1 : 0;
        }
        lineFeeds += feeds;
        feed(bytes, from, end - from);
        if (cpim != null && open.size() == 1) {
            cpim.takeBody(open.getFirst().head, bytes, from, end - from, position);
        }
        position += end - from;
        return end;
    }

    private int body(byte[] bytes, int from, int end) {
        int at = from;
        if (atLineStart) {
            at = bodyLineStart(bytes, from, end);
            if (state != State.BODY || atLineStart) {
                return at;
            }
            releaseHeld();
            heldReturn = lineKept > 0 && line[lineKept - 1] == '\r';
            feed(line, 0, heldReturn ? lineKept - 1 : lineKept);
            lineKept = 0;
        }
        return at < end ? bodyLines(bytes, at, end) : at;
    }

    /// Gathers a line as long as it may be a delimiter. Comes back at the end of the bytes, after a delimiter, or when
    /// the line is none.
    private int bodyLineStart(byte[] bytes, int from, int end) {
        for (int at = from; at < end; at++) {
            byte b = bytes[at];
            if ((lineKept < 2 && b != '-') || lineKept == LINE_HEAD_BYTES) {
                atLineStart = false;
                return at;
            }
            line[lineKept++] = b;
            position++;
            if (b == '\n') {
                lineFeeds++;
                if (delimiter(true)) {
                    return at + 1;
                }
                int lineEnd = line[lineKept - 2] == '\r' ? 2 : 1;
                releaseHeld();
                feed(line, 0, lineKept - lineEnd);
                heldLineEnd = lineEnd;
                startLine();
            }
        }
        return end;
    }

    /// Goes over lines that are no delimiters, up to the start of one that may be.
    private int bodyLines(byte[] bytes, int from, int end) {
        int feed = lineFeed(bytes, from, end);
        while (feed < end) {
            lineFeeds++;
            if (feed + 1 == end || bytes[feed + 1] == '-') {
                break;
            }
            feed = lineFeed(bytes, feed + 1, end);
        }
        int next = Math.min(feed + 1, end);
        int textEnd = feed;
        boolean wasReturn = heldReturn;
        if (textEnd > from) {
            releaseHeld();
            wasReturn = bytes[textEnd - 1] == '\r';
            textEnd -= wasReturn ? 1 : 0;
        }
        feed(bytes, from, textEnd - from);
        position += next - from;
        heldReturn = feed == end && wasReturn;
        if (feed < end) {
            heldLineEnd = wasReturn ? 2 : 1;
            atLineStart = true;
            startLine();
        }
        return next;
    }

    /// Hands on a held line end or return, now that it is known to be part of the body.
    private void releaseHeld() {
        if (heldLineEnd > 0) {
            feed(LINE_END, 2 - heldLineEnd, heldLineEnd);
            heldLineEnd = 0;
        }
        if (heldReturn) {
            feed(LINE_END, 0, 1);
            heldReturn = false;
        }
    }

    private void feed(byte[] bytes, int offset, int length) {
        if (length > 0 && !open.isEmpty()) {
            var intake = open.getLast().intake;
            if (intake != null) {
                intake.take(bytes, offset, length);
            }
        }
    }

    /// Acts on the present line if it is a delimiter.
    ///
    /// @param terminated whether the line has its line feed
    private boolean delimiter(boolean terminated) {
        int index = delimited();
        if (index < 0) {
            return false;
        }
        long end = lineStart - heldLineEnd; // RFC 2046 §5.1.1: the line end before a delimiter belongs to it
        long feeds = lineFeeds - (terminated ? 1 : 0) - (heldLineEnd > 0 ? 1 : 0);
        heldLineEnd = 0;
        heldReturn = false;
        closeDownTo(index + 1, end, feeds);
        var multipart = open.get(index);
        multipart.intake = null;
        if (multipart.isClosedBy(line, lineKept)) {
            multipart.closed = true;
            int lineEnd = !terminated ? 0 : line[lineKept - 2] == '\r' ? 2 : 1;
            startBody();
            heldLineEnd = lineEnd; // it belongs to the container's delimiter when that follows at once
        } else {
            parts++;
            startHeader(position);
        }
        return true;
    }

    /// Index of the open multipart that the present line delimits, or -1.
    private int delimited() {
        if (lineKept < 3
                || line[0] != '-'
                || line[1] != '-'
                || (lineKept == LINE_HEAD_BYTES && line[lineKept - 1] != '\n')) {
            return -1;
        }
        for (int i = open.size() - 1; i >= 0; i--) {
            var part = open.get(i);
            if (part.isClosedBy(line, lineKept) || (parts < PARTS_MAX && part.isDividedBy(line, lineKept))) {
                return i;
            }
        }
        return -1;
    }

    private void closeDownTo(int depth, long end, long feeds) {
        while (open.size() > depth) {
            var part = open.removeLast();
            var node = part.close(Math.max(end, part.bodyStart), Math.max(feeds, part.feedsBefore), this::leafFound);
            if (open.isEmpty()) {
                root = node;
            } else {
                open.getLast().children.add(node);
            }
        }
    }

    private void leafFound(FoundLeaf leaf) {
        leaves.add(leaf);
        textHeadBytes += leaf.intake().headLength();
    }

    private void keepLineHead(byte[] bytes, int from, int to) {
        int count = Math.min(to - from, LINE_HEAD_BYTES - lineKept);
        System.arraycopy(bytes, from, line, lineKept, count);
        lineKept += count;
    }

    private static int lineFeed(byte[] bytes, int from, int end) {
        int i = from;
        while (i < end && bytes[i] != '\n') {
            i++;
        }
        return i;
    }
}
