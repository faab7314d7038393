// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.demo;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// An IMAP client that keeps a transcript of what was said.
public final class ImapPhone implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 30_000;
    private static final Pattern LITERAL = Pattern.compile("\\{(\\d+)\\}$");

    private final Socket socket;
    private final InputStream in;
    private final List<String> transcript = new ArrayList<>();
    private int tags;

    public ImapPhone(InetSocketAddress server) throws IOException {
        socket = new Socket();
        socket.connect(server, TIMEOUT_MILLIS);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        heard(line());
    }

    /// An answer line with the literals it brought.
    public record Line(String text, List<byte[]> literals) {}

    public List<String> transcript() {
        return transcript;
    }

    /// Sends a command and returns the untagged lines of its answer.
    ///
    /// @param shown what the transcript shows of the command
    /// @throws IOException when the answer is not OK
    public List<Line> command(String command, String shown) throws IOException {
        var tag = "a" + ++tags;
        say(tag + " " + command, tag + " " + shown);
        var lines = new ArrayList<Line>();
        while (true) {
            var line = line();
            if (line.text().startsWith(tag + " ")) {
                heard(line);
                if (!line.text().startsWith(tag + " OK")) {
                    throw new IOException("IMAP " + shown + ": " + line.text());
                }
                return lines;
            }
            heard(line);
            lines.add(line);
        }
    }

    public List<Line> command(String command) throws IOException {
        return command(command, command);
    }

    /// Begins to idle.
    public void idle() throws IOException {
        say("i IDLE", "i IDLE");
        heard(line());
    }

    /// Waits for the next line of an idle connection.
    public String nextIdleLine() throws IOException {
        var line = line();
        heard(line);
        return line.text();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void say(String text, String shown) throws IOException {
        transcript.add("C: " + shown);
        socket.getOutputStream().write((text + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private void heard(Line line) {
        transcript.add("S: " + line.text() + (line.literals().isEmpty() ? "" : " …"));
    }

    private Line line() throws IOException {
        var text = new StringBuilder(part());
        var literals = new ArrayList<byte[]>();
        var literal = LITERAL.matcher(text);
        while (literal.find()) {
            literals.add(in.readNBytes(Integer.parseInt(literal.group(1))));
            text.append(part());
            literal = LITERAL.matcher(text);
        }
        return new Line(text.toString(), literals);
    }

    private String part() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new IOException("the IMAP connection ended");
            }
            if (octet != '\r') {
                line.write(octet);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
