// SPDX-License-Identifier: Apache-2.0
package org.satchel.backends;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Just enough of Cassandra's native protocol, version 4, to ask a node how it is: statements in words, rows of which
/// each value is read as text. The tables of the product are the driver's business.
final class CqlConnection implements AutoCloseable {
    private static final Duration ANSWER_MAX = Duration.ofMinutes(2);
    private static final int FRAME_BYTES_MAX = 1 << 20;

    private static final int REQUEST = 0x04;
    private static final int ERROR = 0x00;
    private static final int STARTUP = 0x01;
    private static final int READY = 0x02;
    private static final int QUERY = 0x07;
    private static final int RESULT = 0x08;
    private static final int ROWS = 2;
    private static final int SKIP_METADATA = 0x02;
    private static final int HAS_MORE_PAGES = 0x02;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;

    /// How many replicas must answer.
    enum Consistency {
        ONE(1),
        TWO(2),
        THREE(3),
        QUORUM(4),
        ALL(5);

        private final int code;

        Consistency(int code) {
            this.code = code;
        }
    }

    /// A node said no, or could not.
    static final class Refused extends IOException {
        Refused(int code, String message) {
            super("0x%04x %s".formatted(code, message));
        }
    }

    CqlConnection(InetSocketAddress node) throws IOException {
        socket = new Socket();
        try {
            socket.connect(node, (int) ANSWER_MAX.toMillis());
            socket.setSoTimeout((int) ANSWER_MAX.toMillis());
            socket.setTcpNoDelay(true);
            in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            out = new DataOutputStream(socket.getOutputStream());
            var body = new ByteArrayOutputStream();
            var fields = new DataOutputStream(body);
            fields.writeShort(1);
            writeString(fields, "CQL_VERSION");
            writeString(fields, "3.0.0");
            if (exchange(STARTUP, body).opcode() != READY) {
                throw new IOException(node + " wants more than a greeting");
            }
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /// @return the rows, of one page at most; each value as UTF-8, `null` as an empty string
    List<List<String>> execute(String statement, Consistency consistency) throws IOException {
        var body = new ByteArrayOutputStream();
        var fields = new DataOutputStream(body);
        var words = statement.getBytes(StandardCharsets.UTF_8);
        fields.writeInt(words.length);
        fields.write(words);
        fields.writeShort(consistency.code);
        fields.writeByte(SKIP_METADATA);
        var answer = exchange(QUERY, body);
        if (answer.opcode() != RESULT) {
            throw new IOException("a statement was answered with opcode " + answer.opcode());
        }
        return answer.fields().readInt() == ROWS ? rows(answer.fields()) : List.of();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private record Answer(int opcode, DataInputStream fields) {}

    private Answer exchange(int opcode, ByteArrayOutputStream body) throws IOException {
        var frame = new ByteArrayOutputStream();
        var head = new DataOutputStream(frame);
        head.writeByte(REQUEST);
        head.writeByte(0);
        head.writeShort(0);
        head.writeByte(opcode);
        head.writeInt(body.size());
        body.writeTo(head);
        frame.writeTo(out);
        out.flush();
        return answer();
    }

    private Answer answer() throws IOException {
        // Version, flags and stream say nothing new: one request at a time, without tracing or warnings asked for.
        in.readByte();
        int flags = in.readByte();
        in.readShort();
        int opcode = in.readByte();
        int length = in.readInt();
        if (length < 0 || length > FRAME_BYTES_MAX) {
            throw new IOException("a frame of " + length + " bytes");
        }
        var fields = new DataInputStream(new ByteArrayInputStream(in.readNBytes(length)));
        if ((flags & 0x08) != 0) {
            for (int warnings = fields.readUnsignedShort(); warnings > 0; warnings--) {
                readString(fields);
            }
        }
        if (opcode == ERROR) {
            throw new Refused(fields.readInt(), readString(fields));
        }
        return new Answer(opcode, fields);
    }

    private static List<List<String>> rows(DataInputStream fields) throws IOException {
        int flags = fields.readInt();
        int columns = fields.readInt();
        if ((flags & HAS_MORE_PAGES) != 0) {
            fields.skipNBytes(fields.readInt());
        }
        var rows = new ArrayList<List<String>>();
        for (int left = fields.readInt(); left > 0; left--) {
            var row = new ArrayList<String>(columns);
            for (int column = 0; column < columns; column++) {
                row.add(new String(fields.readNBytes(Math.max(0, fields.readInt())), StandardCharsets.UTF_8));
            }
            rows.add(row);
        }
        return rows;
    }

    private static String readString(DataInputStream fields) throws IOException {
        return new String(fields.readNBytes(fields.readUnsignedShort()), StandardCharsets.UTF_8);
    }

    private static void writeString(DataOutputStream fields, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        fields.writeShort(bytes.length);
        fields.write(bytes);
    }
}
