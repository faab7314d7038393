// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// One client's line: its bytes in and out, its protection, and why it must end.
public final class Connection {
    /// What a client may still send, and for how long it may pause, while the server waits for it to see a goodbye.
    private static final long LINGER_BYTES_MAX = 128L * 1024 * 1024;

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    private static final int LINGER_PAUSE_MILLIS_MAX = 2_000;
    private static final int LINGER_BUFFER_BYTES = 16 * 1024;

    private final long number;
    private final Socket raw;
    private final ImapSettings settings;
    private final ImapInput input;
    private final ImapOutput output;
    private final Compression compression;
    private volatile long writingSinceNanos;
    private volatile long strangerSinceNanos = System.nanoTime();
    private volatile long heardNanos = strangerSinceNanos;
    private volatile boolean loggedIn;
    private volatile @Nullable Ending ending;
    private Socket line;
    private boolean secure;
    private @Nullable ExtendedSSLSession session;
    private boolean lingers;
    private boolean hasPlaceToCompress;
    private @Nullable Deflation deflation;

    Connection(long number, Socket raw, ImapSettings settings, Buffers buffers) throws IOException {
        this.number = number;
        this.raw = raw;
        this.line = raw;
        this.settings = settings;
        this.compression = buffers.compression;
        this.output = new ImapOutput(raw.getOutputStream(), buffers.out, this::writeBegins, this::writeEnds);
        this.input = new ImapInput(raw.getInputStream(), output, buffers.in);
    }

    /// What all connections of a server share.
    record Buffers(BufferPool in, BufferPool out, Compression compression) {}

    /// Compressors, and places for lines that are compressed: each keeps a window of what the client sent.
    record Compression(DeflaterPool deflaters, Semaphore places) {}

    /// Why the server ends a connection.
    public enum Ending {
        /// The server stops.
        STOPPING,
        /// The client said nothing for too long.
        IDLE,
        /// The client did not log in in time.
        NO_LOGIN,
        /// The client does not read what it asked for; the line is cut without a word.
        SLOW_READER
    }

    /// Name of this connection, unique while the server runs.
    public String name() {
        return "imap-" + number;
    }

    public ImapInput input() {
        return input;
    }

    public ImapOutput output() {
        return output;
    }

    public ImapLimits limits() {
        return settings.limits();
    }

    public Manners manners() {
        return settings.manners();
    }

    public InetAddress remote() {
        return raw.getInetAddress();
    }

    /// Set when the connection must end; its input has ended then, too.
    public Optional<Ending> ending() {
        return Optional.ofNullable(ending);
    }

    public boolean isSecure() {
        return secure;
    }

    /// What the TLS handshake came to; empty before there was one.
    public Optional<ExtendedSSLSession> tls() {
        return Optional.ofNullable(session);
    }

    /// True while STARTTLS may be offered.
    public boolean canSecure() {
        return !secure && settings.security() instanceof ImapSettings.Security.StartTls;
    }

    /// True while a login may not travel on this line.
    public boolean mustSecure() {
        return !secure
                && settings.security() instanceof ImapSettings.Security.StartTls(var _, boolean required, boolean _)
                && required;
    }

    /// Makes the line safe, as the server's side of STARTTLS. What the client sent before the handshake is forgotten,
    /// so that nobody can slip
    /// commands in front of it.
    // RFC 3501 §6.2.1
    public void secure() throws IOException {
        if (!(settings.security() instanceof ImapSettings.Security.StartTls(var context, boolean _, boolean asks))) {
            throw new IOException("STARTTLS is not offered here");
        }
        handshake(context, asks);
    }

    public boolean isCompressed() {
        return deflation != null;
    }

    /// Takes a place among the compressed lines of this server, for [#compress].
    ///
    /// @return false when there is none
    public boolean mayCompress() {
        hasPlaceToCompress = hasPlaceToCompress || compression.places.tryAcquire();
        return hasPlaceToCompress;
    }

    /// Goes on compressed both ways, once what was said so far has left.
    // RFC 4978 §3
    public void compress() throws IOException {
        output.flush();
        deflation = new Deflation(line.getOutputStream(), compression.deflaters);
        output.replace(deflation);
        input.inflate();
    }

    /// Goes on without compression, once what was said so far has left.
    // RFC 8437 §4.1
    public void expand() throws IOException {
        var compressing = deflation;
        if (compressing == null) {
            return;
        }
        output.flush();
        compressing.release();
        deflation = null;
        output.replace(line.getOutputStream());
        input.expand();
        compression.places.release();
        hasPlaceToCompress = false;
    }

    /// To be told at each command: a client that is heard is not idle.
    public void heard() {
        heardNanos = System.nanoTime();
    }

    /// To be told at login: from now on the client may be silent for longer.
    public void loggedIn() {
        loggedIn = true;
    }

    /// To be told when the client is a stranger again: its time to log in begins anew.
    public void loggedOut() {
        strangerSinceNanos = System.nanoTime();
        loggedIn = false;
    }

    public boolean isLoggedIn() {
        return loggedIn;
    }

    /// To be told when the server ends the talk while the client may be in the middle of sending.
    public void willLinger() {
        lingers = true;
    }

    void begin() throws IOException {
        if (settings.security() instanceof ImapSettings.Security.Implicit(var context, boolean asks)) {
            handshake(context, asks);
        }
    }

    /// Looks at the clock; called by the server's watch from another thread.
    void check(long nowNanos) {
        long writing = writingSinceNanos;
        if (writing != 0 && nowNanos - writing > limits().writeMax().toNanos()) {
            end(Ending.SLOW_READER);
        } else if (!loggedIn
                && nowNanos - strangerSinceNanos > limits().loginMax().toNanos()) {
            end(Ending.NO_LOGIN);
        } else if (nowNanos - heardNanos > limits().idleMax().toNanos()) {
            end(Ending.IDLE);
        }
    }

    /// Asks the dialogue to end: its input ends, so a thread that waits for the client wakes up and can say goodbye.
    void end(Ending why) {
        if (ending != null && why != Ending.SLOW_READER) {
            return;
        }
        ending = why;
        if (why == Ending.SLOW_READER) {
            close();
            return;
        }
        try {
            raw.shutdownInput();
        } catch (IOException gone) {
            close();
        }
    }

    /// Waits until the client has seen the goodbye and hangs up, if it was said to a client that still sends: closing
    /// on unread input makes the client's system forget what it did not yet read. Ends after
    /// [ImapLimits#writeMax], too much, or a pause.
    void linger() throws IOException {
        if (!lingers || ending != null) {
            return;
        }
        line.shutdownOutput();
        if (!raw.isOutputShutdown()) {
            raw.shutdownOutput();
        }
        raw.setSoTimeout(LINGER_PAUSE_MILLIS_MAX);
        var in = raw.getInputStream();
        var unheard = new byte[LINGER_BUFFER_BYTES];
        long begun = System.nanoTime();
        long left = LINGER_BYTES_MAX;
        while (left > 0 && System.nanoTime() - begun < limits().writeMax().toNanos()) {
            int count = in.read(unheard);
            if (count < 0) {
                return;
            }
            left -= count;
        }
    }

    void close() {
        try {
            raw.close();
        } catch (IOException closed) {
            // a socket that cannot be closed is closed
        }
    }

    /// Gives the buffers back; called by the connection's own thread at its end.
    void release() {
        input.end();
        output.release();
        if (deflation != null) {
            deflation.release();
        }
        if (hasPlaceToCompress) {
            compression.places.release();
        }
    }

    private void handshake(Supplier<SSLContext> context, boolean asksForCertificate) throws IOException {
        output.flush();
        var factory = context.get().getSocketFactory();
        var tls = (SSLSocket) factory.createSocket(raw, null, raw.getPort(), true);
        tls.setUseClientMode(false);
        tls.setEnabledProtocols(PROTOCOLS.clone());
        tls.setWantClientAuth(asksForCertificate);
        tls.startHandshake();
        line = tls;
        session = (ExtendedSSLSession) tls.getSession();
        input.replace(line.getInputStream());
        output.replace(line.getOutputStream());
        secure = true;
    }

    private void writeBegins() {
        writingSinceNanos = System.nanoTime() | 1;
    }

    private void writeEnds() {
        writingSinceNanos = 0;
    }
}
