// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// An IMAP connection that takes answers as they come.
public final class ImapWire implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 120_000;
    private static final Pattern LITERAL = Pattern.compile("\\{(\\d+)}$");

    private final Socket socket;
    private final InputStream in;
    private int tags;

    public ImapWire(InetSocketAddress server) throws IOException {
        socket = new Socket();
        socket.connect(server, TIMEOUT_MILLIS);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        line();
    }

    /// Connects and logs in.
    public static ImapWire login(InetSocketAddress server, String user) throws IOException {
        var wire = new ImapWire(server);
        try {
            wire.expectOk("LOGIN " + user + " " + ServerProcess.PASSWORD);
            return wire;
        } catch (IOException | AssertionError failure) {
            wire.close();
            throw failure;
        }
    }

    /// An answer line with the literals it brought.
    public record Line(String text, List<byte[]> literals) {
        public Line {
            literals = List.copyOf(literals);
        }
    }

    /// What a command was answered.
    ///
    /// @param status the tagged line without its tag
    public record Answer(String status, List<Line> lines) {
        public Answer {
            lines = List.copyOf(lines);
        }

        public boolean isOk() {
            return status.startsWith("OK");
        }

        public Stream<String> texts() {
            return lines.stream().map(Line::text);
        }

        /// First group of the first match, in the untagged lines first.
        public String first(Pattern pattern) {
            return Stream.concat(texts(), Stream.of(status))
                    .flatMap(text -> pattern.matcher(text).results())
                    .map(match -> match.group(1))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no " + pattern + " in " + this));
        }

        @Override
        public String toString() {
            return String.join("\n", texts().toList()) + "\n" + status;
        }
    }

    public Answer command(String command) throws IOException {
        var tag = tag();
        write((tag + " " + command + "\r\n").getBytes(UTF_8));
        return answer(tag);
    }

    public Answer expectOk(String command) throws IOException {
        var answer = command(command);
        if (!answer.isOk()) {
            throw new AssertionError(command + " was answered " + answer);
        }
        return answer;
    }

    /// @param flags in parentheses, or empty
    public Answer append(String folder, String flags, byte[] content) throws IOException {
        return together(List.of(appending(folder, flags, content))).next();
    }

    /// What follows the tag of an APPEND.
    public static byte[] appending(String folder, String flags, byte[] content) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes("APPEND \"%s\" %s {%d+}\r\n"
                .formatted(folder, flags, content.length)
                .replace("  ", " ")
                .getBytes(UTF_8));
        bytes.writeBytes(content);
        return bytes.toByteArray();
    }

    /// Sends commands at once, without waiting for any answer.
    public Answers together(List<byte[]> commands) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var sent = new ArrayDeque<String>();
        for (var command : commands) {
            sent.add(tag());
            bytes.writeBytes((sent.getLast() + " ").getBytes(UTF_8));
            bytes.writeBytes(command);
            bytes.writeBytes("\r\n".getBytes(UTF_8));
        }
        write(bytes.toByteArray());
        return () -> answer(sent.remove());
    }

    /// The answers to commands that were sent together.
    @FunctionalInterface
    public interface Answers {
        Answer next() throws IOException;
    }

    /// Begins to idle.
    public void idle() throws IOException {
        write((tag() + " IDLE\r\n").getBytes(UTF_8));
        awaitLine(text -> text.startsWith("+"));
    }

    /// Ends the idling.
    public Answer done() throws IOException {
        write("DONE\r\n".getBytes(UTF_8));
        return answer("a" + tags);
    }

    /// Waits for a line; those before it are dropped.
    public String awaitLine(Predicate<String> wanted) throws IOException {
        while (true) {
            var text = line().text();
            if (wanted.test(text)) {
                return text;
            }
        }
    }

    public void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /// The next line, whatever it is.
    ///
    /// @throws EOFException when the server has closed the connection
    public Line line() throws IOException {
        var part = part();
        var text = new StringBuilder(part);
        var literals = new ArrayList<byte[]>();
        var literal = LITERAL.matcher(part);
        while (literal.find()) {
            int length = Integer.parseInt(literal.group(1));
            var bytes = in.readNBytes(length);
            if (bytes.length < length) {
                throw new EOFException("the connection ended within a literal");
            }
            literals.add(bytes);
            part = part();
            text.append(part);
            literal = LITERAL.matcher(part);
        }
        return new Line(text.toString(), literals);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private String tag() {
        return "a" + ++tags;
    }

    private Answer answer(String tag) throws IOException {
        var lines = new ArrayList<Line>();
        while (true) {
            var line = line();
            if (line.text().startsWith(tag + " ")) {
                return new Answer(line.text().substring(tag.length() + 1), lines);
            }
            lines.add(line);
        }
    }

    private String part() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("the IMAP connection ended");
            }
            if (octet != '\r') {
                line.write(octet);
            }
        }
        return line.toString(UTF_8);
    }
}
