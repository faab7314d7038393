// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.imap;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.satchel.bench.measure.WrongAnswer;
import org.satchel.bench.peer.Peer;

/// One IMAP connection of the load. Commands are put into a buffer and go out with [#flush]; answers are awaited by
/// their number.
final class ImapConnection implements AutoCloseable {
    static final byte TAG = 'a';
    static final int SILENCE_MILLIS_MAX = 60_000;
    private static final int CONNECT_MILLIS_MAX = 10_000;
    private static final int INPUT_BYTES = 128 * 1024;
    private static final int SMALL_INPUT_BYTES = 2 * 1024;

    private final SocketChannel channel;
    private final InputStream in;
    private final ResponseScanner scanner = new ResponseScanner();
    private final Replies replies = new Replies();
    private final byte[] input;
    private byte[] output = new byte[1024];
    private int outputBytes;
    private long sent;

    private ImapConnection(InetSocketAddress server, int inputBytes) throws IOException {
        channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.socket().connect(server, CONNECT_MILLIS_MAX);
            channel.socket().setSoTimeout(SILENCE_MILLIS_MAX);
            in = channel.socket().getInputStream();
            input = new byte[inputBytes];
            greeting();
        } catch (IOException failure) {
            channel.close();
            throw new IOException("IMAP at " + server + ": " + failure.getMessage(), failure);
        }
    }

    static ImapConnection open(InetSocketAddress server) throws IOException {
        return new ImapConnection(server, INPUT_BYTES);
    }

    /// Connected and logged in.
    static ImapConnection login(Peer peer, int account) throws IOException {
        return loggedIn(new ImapConnection(peer.imap(), INPUT_BYTES), peer, account);
    }

    /// The same with a small buffer, for one of thousands that are idle.
    static ImapConnection loginIdler(Peer peer, int account) throws IOException {
        return loggedIn(new ImapConnection(peer.imap(), SMALL_INPUT_BYTES), peer, account);
    }

    /// Connected, logged in, INBOX selected.
    static ImapConnection select(Peer peer, int account) throws IOException {
        var connection = login(peer, account);
        try {
            connection.run("SELECT INBOX");
            return connection;
        } catch (IOException failure) {
            connection.close();
            throw failure;
        }
    }

    Replies replies() {
        return replies;
    }

    /// Sends one command and waits for its OK.
    void run(String command) throws IOException {
        command(command);
        flush();
        await(sent);
    }

    /// Sends one command and answers with the untagged responses to it.
    List<String> ask(String command) throws IOException {
        replies.reset();
        replies.keepLines(true);
        run(command);
        replies.keepLines(false);
        return replies.lines();
    }

    void login(String user, String password) throws IOException {
        run("LOGIN \"" + user + "\" \"" + password + "\"");
    }

    /// Ends the session as a good client does: waits until the server has closed.
    void logout() throws IOException {
        replies.expectBye();
        run("LOGOUT");
        if (in.read() >= 0) {
            throw new WrongAnswer("bytes after LOGOUT");
        }
    }

    /// Puts a command into the buffer.
    ///
    /// @return its number, for [#await]
    long command(String command) {
        sent++;
        put(TAG);
        put(Long.toString(sent));
        put((byte) ' ');
        put(command);
        put((byte) '\r');
        put((byte) '\n');
        return sent;
    }

    void put(String ascii) {
        reserve(ascii.length());
        for (int i = 0; i < ascii.length(); i++) {
            output[outputBytes++] = (byte) ascii.charAt(i);
        }
    }

    void put(byte[] bytes) {
        reserve(bytes.length);
        System.arraycopy(bytes, 0, output, outputBytes, bytes.length);
        outputBytes += bytes.length;
    }

    void flush() throws IOException {
        var bytes = ByteBuffer.wrap(output, 0, outputBytes);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        outputBytes = 0;
    }

    /// Number of the last command.
    long sent() {
        return sent;
    }

    /// Reads until command `number` is answered.
    void await(long number) throws IOException {
        while (replies.answered() < number) {
            receive();
        }
    }

    /// Reads until the server has asked to go on `count` times in all.
    void awaitContinuation(long count) throws IOException {
        while (replies.continuations() < count) {
            receive();
        }
    }

    /// Reads until the box holds at least so many messages.
    void awaitExists(long count) throws IOException {
        while (replies.exists() < count) {
            receive();
        }
    }

    /// Reads whatever is there, or waits for it.
    void receive() throws IOException {
        int length = in.read(input, 0, input.length);
        if (length < 0) {
            throw new EOFException("the server closed the connection");
        }
        scanner.feed(input, 0, length, replies);
    }

    /// From now on the connection is read by [#receiveReady] when `selector` says so, and by nothing else.
    void hearWith(Selector selector) throws IOException {
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, this);
    }

    /// Reads what is there, without waiting.
    void receiveReady() throws IOException {
        int length = channel.read(ByteBuffer.wrap(input));
        if (length < 0) {
            throw new EOFException("the server closed the connection");
        }
        scanner.feed(input, 0, length, replies);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static ImapConnection loggedIn(ImapConnection connection, Peer peer, int account) throws IOException {
        try {
            var accounts = peer.accounts();
            connection.login(accounts.user(account), accounts.password());
            return connection;
        } catch (IOException failure) {
            connection.close();
            throw failure;
        }
    }

    private void greeting() throws IOException {
        replies.keepLines(true);
        while (replies.lines().isEmpty()) {
            receive();
        }
        replies.keepLines(false);
        var first = replies.lines().getFirst();
        if (!first.startsWith("* OK")) {
            throw new WrongAnswer("greeting is " + first.getBytes(StandardCharsets.UTF_8).length + " bytes without OK");
        }
    }

    private void put(byte one) {
        reserve(1);
        output[outputBytes++] = one;
    }

    private void reserve(int more) {
        if (outputBytes + more > output.length) {
            output = Arrays.copyOf(output, Math.max(outputBytes + more, output.length * 2));
        }
    }
}
