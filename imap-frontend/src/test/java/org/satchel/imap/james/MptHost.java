// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.james.core.Username;
import org.apache.james.core.quota.QuotaCountLimit;
import org.apache.james.core.quota.QuotaSizeLimit;
import org.apache.james.mailbox.model.MailboxACL;
import org.apache.james.mailbox.model.MailboxConstants;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mpt.api.Continuation;
import org.apache.james.mpt.api.ImapFeatures;
import org.apache.james.mpt.api.ImapHostSystem;
import org.apache.james.mpt.api.Session;
import org.satchel.engines.TestEngine;
import org.satchel.imap.ImapExtension;
import org.satchel.imap.ImapLimits;
import org.satchel.imap.ImapServer;
import org.satchel.imap.ImapSettings;
import org.satchel.imap.Login;
import org.satchel.imap.james.grammar.Dialect;
import org.satchel.imap.james.grammar.Paths;
import org.satchel.imap.james.grammar.Profile;
import org.satchel.imap.sasl.Mechanism;
import org.satchel.imap.sasl.Plain;
import org.satchel.model.Actor;
import org.satchel.model.BoxId;
import org.satchel.model.FolderPath;
import org.satchel.model.Grant;
import org.satchel.model.MessageBox;
import org.satchel.model.MessageStore;
import org.satchel.model.Quota;
import org.satchel.model.Right;
import org.satchel.model.ScanningFinder;
import org.satchel.model.share.Shares;
import org.satchel.model.state.BoxLimits;
import org.satchel.model.state.BoxSettings;

/// James's conformance scripts meet this server over TCP: a fresh one for each script, in James's dialect, with the
/// extensions it tests.
final class MptHost implements ImapHostSystem, AutoCloseable {
    private static final int PATIENCE_MILLIS = 120_000;
    private static final Paths PATHS = new Paths(Dialect.JAMES);
    private static final BoxSettings SETTINGS = new BoxSettings(
            List.of(),
            Quota.UNLIMITED,
            new BoxLimits(1_000, 16, 1_000, 11, 1024, 1_000, 64, 1024),
            InstantSource.system());

    private final MessageStore store = TestEngine.fresh(SETTINGS);
    private final Map<String, String> passwords = new ConcurrentHashMap<>();
    private final ImapServer server;
    private Quota quota = Quota.UNLIMITED;

    MptHost() throws IOException {
        var limits = ImapLimits.DEFAULT;
        var profile = Profile.with(Dialect.JAMES, EnumSet.allOf(ImapExtension.class));
        var login = new Accounts();
        var mechanisms = List.<Mechanism>of(new Plain(login));
        var engine = new JamesEngine(
                store,
                new Shares(store, InstantSource.system()),
                new ScanningFinder(),
                login,
                mechanisms,
                limits,
                InstantSource.system(),
                profile);
        var bind = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        server = new ImapServer(new ImapSettings(bind, new ImapSettings.Security.Clear(), limits), engine).start();
    }

    @Override
    public boolean addUser(Username user, String password) {
        passwords.put(user.asString(), password);
        box(user.asString());
        return true;
    }

    @Override
    public Session newSession(Continuation continuation) {
        return new TcpSession(continuation);
    }

    @Override
    public void beforeTest() {
        // each script has a host of its own
    }

    @Override
    public void afterTest() {
        close();
    }

    @Override
    public boolean supports(ImapFeatures.Feature... features) {
        return true;
    }

    /// Another namespace of James is another box here: nobody's folders lie beside one's own.
    @Override
    public void createMailbox(MailboxPath path) {
        boolean own = path.getNamespace().equals(MailboxConstants.USER_NAMESPACE);
        var box = box(
                own
                        ? path.getUser().asString()
                        : path.getNamespace() + path.getUser().asString());
        box.write(Actor.owner(box.id()), tx -> tx.createFolder(PATHS.path(path.getName())));
    }

    @Override
    public void setQuotaLimits(QuotaCountLimit objects, QuotaSizeLimit bytes) {
        quota = new Quota(bytes.asLong(), objects.asLong());
    }

    @Override
    public void grantRights(MailboxPath path, Username user, MailboxACL.Rfc4314Rights rights) {
        var box = box(path.getUser().asString());
        box.write(Actor.owner(box.id()), tx -> {
            var folder = tx.folder(PATHS.path(path.getName())).orElseThrow();
            tx.grant(new Grant(folder.id(), user.asString(), Right.parse(rights.serialize()), null));
        });
    }

    @Override
    public void close() {
        server.close();
        store.close();
    }

    /// James makes INBOX for a new account, and subscribes to it; its scripts rename it.
    private MessageBox box(String name) {
        return store.find(id(name)).orElseGet(() -> {
            var box = store.create(id(name));
            box.write(Actor.owner(box.id()), tx -> {
                tx.createFolder(FolderPath.INBOX);
                tx.subscribe(FolderPath.INBOX, true);
                tx.setQuota(quota);
            });
            return box;
        });
    }

    private static BoxId id(String name) {
        return new BoxId(name);
    }

    /// The scripts' user is an administrator and may act for others.
    private final class Accounts implements Login {
        @Override
        public Optional<BoxId> check(String user, String password) {
            return password.equals(passwords.get(user)) ? Optional.of(id(user)) : Optional.empty();
        }

        @Override
        public Optional<BoxId> checkFor(String other, String user, String password) {
            return check(user, password).map(_ -> box(other).id());
        }
    }

    /// One connection, read a line at a time. The scripts expect a greeting that they know, and to be told of a
    /// go-ahead.
    private final class TcpSession implements Session {
        private final Continuation continuation;
        private Socket socket;
        private InputStream in;
        private boolean greeted;

        TcpSession(Continuation continuation) {
            this.continuation = continuation;
        }

        @Override
        public void start() throws IOException {
            var address = server.address();
            socket = new Socket(address.getAddress(), address.getPort());
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream());
            read();
        }

        @Override
        public String readLine() throws IOException {
            if (!greeted) {
                greeted = true;
                return "* OK IMAP4rev1 Server ready";
            }
            var line = read();
            if (line.startsWith("+")) {
                continuation.doContinue();
            }
            return line;
        }

        @Override
        public void writeLine(String line) throws IOException {
            var out = socket.getOutputStream();
            out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        @Override
        public void restart() throws IOException {
            stop();
            start();
            greeted = true;
        }

        @Override
        public void stop() throws IOException {
            socket.close();
        }

        @Override
        public void await() {
            // everything is done when it is answered
        }

        private String read() throws IOException {
            var bytes = new ByteArrayOutputStream();
            int next = in.read();
            while (next >= 0 && next != '\n') {
                bytes.write(next);
                next = in.read();
            }
            var text = bytes.toString(StandardCharsets.UTF_8);
            return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        }
    }
}
