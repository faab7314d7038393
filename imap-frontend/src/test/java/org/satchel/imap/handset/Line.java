// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.handset;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The connection of a device: it ends its lines with LF alone, reads literals line by line, and takes a refusal for
/// one
/// only as the first line of the answer.
// CPM-MSG §13 rules 1, 4, 5, 12, 13
final class Line implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 120_000;

    private final Socket socket;
    private final InputStream in;
    private int tags;

    Line(InetSocketAddress server) throws IOException {
        socket = new Socket(server.getAddress(), server.getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
        if (!read().startsWith("* OK")) {
            throw new IOException("no greeting");
        }
    }

    /// A command that was refused.
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        Refused(String answer) {
            super(answer);
        }
    }

    /// Sends a command that is answered with one line.
    String askOne(String command) throws IOException {
        var tag = send(command);
        var answer = read();
        if (!answer.startsWith(tag + " OK")) {
            throw new Refused(answer);
        }
        return answer;
    }

    /// Sends a command; its untagged lines, in order, with their literals.
    ///
    /// @throws Refused when the first line says so
    List<Answer> ask(String command) throws IOException {
        var tag = send(command);
        var answers = new ArrayList<Answer>();
        for (var line = read(); !line.startsWith(tag + " "); line = read()) {
            answers.add(line.endsWith("}") ? literal(line) : new Answer(line, "", ""));
        }
        // a refusal behind other lines would not be noticed
        if (answers.isEmpty() && !socket.isClosed() && last.startsWith(tag + " ") && !last.startsWith(tag + " OK")) {
            throw new Refused(last);
        }
        return answers;
    }

    /// @param after what follows the literal
    record Answer(String line, String literal, String after) {}

    /// APPENDs without a date. Returns the tagged line.
    String append(String folder, String flags, String object) throws IOException {
        var bytes = object.getBytes(StandardCharsets.UTF_8);
        var tag = send("APPEND \"" + folder + "\" (" + flags + ") {" + bytes.length + "}");
        if (!read().startsWith("+")) {
            throw new Refused(last);
        }
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().write('\n');
        var line = read();
        while (!line.startsWith(tag + " ")) {
            line = read();
        }
        if (!line.startsWith(tag + " OK [APPENDUID ")) {
            throw new Refused(line);
        }
        return line;
    }

    /// Begins an APPEND and goes away in the middle of it.
    void appendHalf(String folder, String object) throws IOException {
        var bytes = object.getBytes(StandardCharsets.UTF_8);
        send("APPEND \"" + folder + "\" () {" + bytes.length + "}");
        read();
        socket.getOutputStream().write(bytes, 0, bytes.length / 2);
        close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private String last = "";

    private String send(String command) throws IOException {
        var tag = "a" + ++tags;
        socket.getOutputStream().write((tag + " " + command + "\n").getBytes(StandardCharsets.UTF_8));
        return tag;
    }

    private String read() throws IOException {
        var bytes = new ByteArrayOutputStream();
        int next = in.read();
        while (next >= 0 && next != '\n') {
            if (next != '\r') {
                bytes.write(next);
            }
            next = in.read();
        }
        if (next < 0) {
            throw new IOException("the line is closed");
        }
        last = text(bytes.toByteArray());
        return last;
    }

    /// Counts each line as its UTF-8 and a CRLF, whatever was there: with anything else in it the count goes wrong.
    private Answer literal(String line) throws IOException {
        int size = Integer.parseInt(line.substring(line.lastIndexOf('{') + 1, line.length() - 1));
        var literal = new StringBuilder();
        int count = 0;
        while (count < size) {
            var next = read();
            count += next.getBytes(StandardCharsets.UTF_8).length + 2;
            literal.append(next).append("\r\n");
        }
        if (count == size) {
            return new Answer(line, literal.toString(), read());
        }
        // the literal ends within a line: the rest of that is what follows
        int over = count - 2 - size;
        int end = literal.length() - 2 - over;
        if (over < 0) {
            throw new IOException("lost step after " + line);
        }
        return new Answer(line, literal.substring(0, end), literal.substring(end, literal.length() - 2));
    }

    private static String text(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }
}
