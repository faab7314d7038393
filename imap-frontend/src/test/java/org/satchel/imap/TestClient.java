// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/// A blocking IMAP client that keeps what it reads as lines; the bytes of a literal follow its line.
public final class TestClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 120_000;

    private Socket socket;
    private InputStream in;
    private OutputStream out;
    private @Nullable InputStream plainIn;
    private @Nullable OutputStream plainOut;
    private int tags;

    public TestClient(InetSocketAddress server) throws IOException {
        this(new Socket(server.getAddress(), server.getPort()));
    }

    public TestClient(Socket socket) throws IOException {
        use(socket);
    }

    /// Goes on over another socket, after a handshake.
    public void use(Socket other) throws IOException {
        socket = other;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /// Goes on with DEFLATE both ways.
    public void compress() {
        plainIn = in;
        plainOut = out;
        in = new BufferedInputStream(new InflaterInputStream(in, new Inflater(true)));
        out = new DeflaterOutputStream(out, new Deflater(Deflater.DEFAULT_COMPRESSION, true), true);
    }

    /// Goes on without DEFLATE, if there was any.
    public void expand() {
        if (plainIn != null && plainOut != null) {
            in = plainIn;
            out = plainOut;
        }
    }

    public Socket socket() {
        return socket;
    }

    public TestClient login(String user, String password) throws IOException {
        line();
        expectOk("LOGIN \"" + user + "\" \"" + password + "\"");
        return this;
    }

    /// Sends bytes as they are.
    public void send(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /// Sends bytes, says that no more will come, and gives all that the server answers until it closes the line.
    public String exchange(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
        socket.shutdownOutput();
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    /// Sends a command and reads to its tagged line.
    public Reply ask(String command) throws IOException {
        var tag = "t" + ++tags;
        send(tag + " " + command + "\r\n");
        return replyTo(tag);
    }

    public Reply expectOk(String command) throws IOException {
        var reply = ask(command);
        if (!reply.last().startsWith("OK")) {
            throw new AssertionError(command + " -> " + reply);
        }
        return reply;
    }

    /// APPENDs with a literal that waits for the go-ahead.
    public Reply append(String arguments, String message) throws IOException {
        var tag = "t" + ++tags;
        var bytes = message.getBytes(StandardCharsets.UTF_8);
        send(tag + " APPEND " + arguments + " {" + bytes.length + "}\r\n");
        var first = line();
        if (!first.startsWith("+")) {
            var lines = new ArrayList<String>();
            lines.add(first);
            return first.startsWith(tag + " ") ? reply(tag, lines) : replyTo(tag, lines);
        }
        out.write(bytes);
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return replyTo(tag);
    }

    public Reply replyTo(String tag) throws IOException {
        return replyTo(tag, new ArrayList<>());
    }

    private Reply replyTo(String tag, List<String> lines) throws IOException {
        while (lines.isEmpty() || !lines.getLast().startsWith(tag + " ")) {
            lines.add(line());
        }
        return reply(tag, lines);
    }

    private static Reply reply(String tag, List<String> lines) {
        var last = lines.removeLast().substring(tag.length() + 1);
        return new Reply(List.copyOf(lines), last);
    }

    /// One line without its end; literals in it are given inline: `{3}` CRLF and the bytes.
    public String line() throws IOException {
        var whole = new StringBuilder();
        while (true) {
            var bytes = new ByteArrayOutputStream();
            int next = in.read();
            while (next >= 0 && next != '\n') {
                bytes.write(next);
                next = in.read();
            }
            if (next < 0 && bytes.size() == 0) {
                throw new IOException("the server closed the line" + (whole.isEmpty() ? "" : " after " + whole));
            }
            var text = bytes.toString(StandardCharsets.UTF_8);
            var bare = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
            whole.append(bare);
            int open = bare.lastIndexOf('{');
            if (!bare.endsWith("}")
                    || open < 0
                    || !bare.substring(open + 1, bare.length() - 1).matches("\\d+")) {
                return whole.toString();
            }
            int size = Integer.parseInt(bare.substring(open + 1, bare.length() - 1));
            whole.append("\r\n").append(new String(in.readNBytes(size), StandardCharsets.UTF_8));
        }
    }

    /// True when the server has closed the line.
    public boolean isAtEnd() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /// @param lines untagged
    /// @param last the tagged line without its tag
    public record Reply(List<String> lines, String last) {
        public String only() {
            if (lines.size() != 1) {
                throw new AssertionError("one untagged line was expected: " + this);
            }
            return lines.getFirst();
        }
    }
}
