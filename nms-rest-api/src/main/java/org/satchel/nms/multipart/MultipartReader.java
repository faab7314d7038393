// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.multipart;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.satchel.nms.problem.Refusal;

/// Splits a multipart body into its parts while it streams by. One body, one thread.
///
/// A delimiter is a line of its own: `--`, the boundary, optionally `--`, optionally blanks. A line that merely
/// begins like one is content. Lines may end in LF alone.
// RFC 2046 §5.1.1
public final class MultipartReader {
    private static final int BUFFER_BYTES_MIN = 2 * 1024;
    private static final int BUFFER_BYTES_MAX = 16 * 1024;
    private static final int PADDING_MAX = 64;

    private final InputStream in;
    private final byte[] delimiter;
    private final Budget budget;
    private byte[] buffer = new byte[BUFFER_BYTES_MIN];
    private int start;
    private int end;
    private boolean inputEnded;
    private boolean atDelimiter;
    private boolean closed;
    private @Nullable Part current;

    /// @param boundary as in the parameter of the media type
    /// @throws MalformedMultipart for a boundary that no multipart has
    public MultipartReader(InputStream in, String boundary, Budget budget) throws MalformedMultipart {
        // RFC 2046 §5.1.1: 1 to 70 characters
        if (boundary.isEmpty() || boundary.length() > 70 || boundary.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new MalformedMultipart("boundary is not legal");
        }
        this.in = in;
        this.budget = budget;
        delimiter = ("\n--" + boundary).getBytes(StandardCharsets.US_ASCII);
        // The first delimiter needs no line end before it.
        buffer[0] = '\n';
        end = 1;
    }

    /// The next part; what is left of the one before is passed over.
    ///
    /// @return empty behind the last
    public Optional<Part> next() throws IOException {
        if (closed) {
            return Optional.empty();
        }
        var previous = current == null ? new Part(new PartHeaders(List.of())) : current;
        previous.skipRest();
        current = null;
        takeDelimiter();
        if (closed) {
            return Optional.empty();
        }
        budget.countPart();
        current = new Part(readHeaders());
        return Optional.of(current);
    }

    /// True when the close delimiter was seen: everything was there.
    public boolean isComplete() {
        return closed;
    }

    /// Consumes the delimiter line at `start`, whose shape [#delimiterLength] has checked.
    private void takeDelimiter() throws IOException {
        if (!atDelimiter) {
            throw new MalformedMultipart("multipart ends before its close delimiter");
        }
        int at = start + delimiter.length;
        boolean close = at + 1 < end && buffer[at] == '-' && buffer[at + 1] == '-';
        start += delimiterLength(start);
        atDelimiter = false;
        closed = close;
    }

    private PartHeaders readHeaders() throws IOException {
        var fields = new ArrayList<PartHeaders.Field>();
        int left = budget.headerBytesMax();
        while (true) {
            var line = readLine(left);
            left -= line.length() + 2;
            if (line.isEmpty()) {
                return new PartHeaders(fields);
            }
            boolean folded = line.charAt(0) == ' ' || line.charAt(0) == '\t';
            int colon = line.indexOf(':');
            if (folded && !fields.isEmpty()) {
                var last = fields.removeLast();
                fields.add(new PartHeaders.Field(last.name(), last.value() + " " + line.strip()));
            } else if (colon > 0 && !folded) {
                var name = line.substring(0, colon).strip();
                fields.add(new PartHeaders.Field(name, line.substring(colon + 1).strip()));
            } else {
                throw new MalformedMultipart("part has a header line without a name");
            }
        }
    }

    /// A line without its end, as UTF-8. The LF stays in the buffer when an empty part's delimiter may begin with it.
    private String readLine(int bytesMax) throws IOException {
        int scanned = start;
        while (true) {
            for (; scanned < end; scanned++) {
                if (scanned - start > bytesMax) {
                    throw Refusal.tooLarge("part header");
                }
                if (buffer[scanned] == '\n') {
                    int stop = scanned > start && buffer[scanned - 1] == '\r' ? scanned - 1 : scanned;
                    var line = new String(buffer, start, stop - start, StandardCharsets.UTF_8);
                    start = line.isEmpty() ? scanned : scanned + 1;
                    if (line.isEmpty()) {
                        skipHeaderEnd();
                    }
                    return line;
                }
            }
            int before = start;
            if (!fill()) {
                throw new MalformedMultipart("multipart ends within the header of a part");
            }
            scanned -= before - start;
        }
    }

    /// Steps over the LF behind a header block, unless the delimiter of an empty part begins with it.
    private void skipHeaderEnd() throws IOException {
        need(delimiter.length + PADDING_MAX + 4);
        if (delimiterLength(start) <= 0) {
            start++;
        }
    }

    /// Reads more behind `end`; moves what is there to the front when needed.
    private boolean fill() throws IOException {
        if (inputEnded) {
            return false;
        }
        // A buffer that was filled once is too small for this body.
        boolean tooSmall = end == buffer.length && buffer.length < BUFFER_BYTES_MAX;
        var room = tooSmall ? new byte[2 * buffer.length] : buffer;
        System.arraycopy(buffer, start, room, 0, end - start);
        buffer = room;
        end -= start;
        start = 0;
        if (end == buffer.length) {
            throw Refusal.tooLarge("part header");
        }
        int read = in.read(buffer, end, buffer.length - end);
        if (read < 0) {
            inputEnded = true;
            return false;
        }
        end += read;
        return true;
    }

    private void need(int bytes) throws IOException {
        boolean more = true;
        while (more && end - start < bytes) {
            more = fill();
        }
    }

    /// Length of the delimiter line at `at`, from the LF before it to its own LF, or to the dashes of a close
    /// delimiter. 0 when there is none.
    private int delimiterLength(int at) {
        if (at + delimiter.length > end) {
            return 0;
        }
        for (int i = 0; i < delimiter.length; i++) {
            if (buffer[at + i] != delimiter[i]) {
                return 0;
            }
        }
        int i = at + delimiter.length;
        if (i + 1 < end && buffer[i] == '-' && buffer[i + 1] == '-') {
            return i + 2 - at;
        }
        int paddingEnd = Math.min(end, i + PADDING_MAX);
        while (i < paddingEnd && (buffer[i] == ' ' || buffer[i] == '\t')) {
            i++;
        }
        if (i < end && buffer[i] == '\r') {
            i++;
        }
        return i < end && buffer[i] == '\n' ? i + 1 - at : 0;
    }

    /// One part: its header fields and its bytes. Valid until the next call of [MultipartReader#next].
    public final class Part extends InputStream {
        private final PartHeaders headers;
        private boolean ended;

        private Part(PartHeaders headers) {
            this.headers = headers;
        }

        public PartHeaders headers() {
            return headers;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] out, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (ended || (current != null && current != this)) {
                return -1;
            }
            int ready = plain();
            if (ready == 0) {
                ended = true;
                return -1;
            }
            int count = Math.min(ready, length);
            System.arraycopy(buffer, start, out, offset, count);
            start += count;
            return count;
        }

        /// At most: a delimiter may stand in what was read.
        @Override
        public int available() {
            return ended || (current != null && current != this) ? 0 : end - start;
        }

        void skipRest() throws IOException {
            while (!ended) {
                int ready = plain();
                ended = ready == 0;
                start += ready;
            }
        }

        /// How many bytes from `start` are surely content; 0 when a delimiter stands there.
        private int plain() throws IOException {
            int window = delimiter.length + PADDING_MAX + 4;
            // One more for a CR: whatever stands at the start can be told for certain.
            need(window + 1);
            if (start == end) {
                throw new MalformedMultipart("multipart ends before its close delimiter");
            }
            for (int at = start; at < end; at++) {
                if (buffer[at] != '\n') {
                    continue;
                }
                boolean tooNearToTell = end - at < window && !inputEnded;
                if (delimiterLength(at) > 0 || tooNearToTell) {
                    int stop = at > start && buffer[at - 1] == '\r' ? at - 1 : at;
                    if (stop > start) {
                        return stop - start;
                    }
                    if (!tooNearToTell || delimiterLength(at) > 0) {
                        start = at;
                        atDelimiter = true;
                        return 0;
                    }
                }
            }
            // A CR at the very end may belong to a delimiter that is still to come.
            boolean hold = end - start > 1 && buffer[end - 1] == '\r' && !inputEnded;
            return hold ? end - start - 1 : end - start;
        }
    }
}
