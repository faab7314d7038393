// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.session;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLSession;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.ImapSessionState;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.process.ImapLineHandler;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.api.process.SelectedMailbox;
import org.apache.james.imap.processor.EnableProcessor;
import org.apache.james.protocols.api.OidcSASLConfiguration;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.satchel.imap.Connection;
import org.satchel.imap.ImapExtension;
import org.satchel.imap.Manners;
import org.satchel.imap.james.mailbox.Owner;
import org.satchel.model.Actor;
import org.satchel.model.FolderId;
import org.satchel.model.MessageBox;
import reactor.core.publisher.Mono;

/// State of one client: whether it has logged in, into which box, which folder it has selected, what it enabled.
///
/// Used by the connection's thread; while it waits for the client in IDLE, or after NOTIFY, by what follows the log.
public final class Session implements ImapSession {
    public static final Capability UTF8 = Capability.of(ImapExtension.UTF8_ACCEPT.word());

    /// As it is written; James has capabilities in capitals.
    public static final String REV2_WORD = "IMAP4rev2";

    public static final Capability REV2 = Capability.of(REV2_WORD);

    private static final int ATTRIBUTES_USUAL = 4;

    private final Connection connection;
    private final SessionId id;
    private ImapSessionState state = ImapSessionState.NON_AUTHENTICATED;
    private @Nullable Owner owner;
    private @Nullable SelectedFolder selected;
    private @Nullable Map<String, Object> attributes;
    private @Nullable AfterLine afterLine;
    private boolean proxied;
    private @Nullable Wishes wishes;
    private boolean hasNamedReadReport;

    public Session(Connection connection) {
        this.connection = connection;
        this.id = SessionId.generate();
    }

    /// What a command does once its line was read to the end: a handshake, or reading more lines.
    public interface AfterLine {
        void run() throws IOException;
    }

    public Connection connection() {
        return connection;
    }

    /// By which the log says what this client did itself. Servers over one store count their connections alike, so the
    /// number alone would make a client of one deaf to a client of another.
    public String line() {
        return connection.name() + '/' + id.asString();
    }

    /// The logged-in account.
    public Owner owner() {
        if (owner == null) {
            throw new IllegalStateException("not logged in");
        }
        return owner;
    }

    public MessageBox box() {
        return owner().box();
    }

    public Actor actor() {
        return owner().actor();
    }

    public void login(Owner account) {
        owner = account;
        state = ImapSessionState.AUTHENTICATED;
        setMailboxSession(account);
        connection.loggedIn();
    }

    /// Forgets the account, what it had selected and all that it enabled.
    // RFC 8437 §3
    public void unauthenticate() {
        owner = null;
        selected = null;
        wishes = null;
        hasNamedReadReport = false;
        attributes = null;
        state = ImapSessionState.NON_AUTHENTICATED;
        proxied = false;
        connection.loggedOut();
    }

    /// How the flag that says "read report sent" is told: by CPM's own name to who has used it.
    // CPM-MSG §6.3 rule 2
    public Manners.ReadReport readReport() {
        return hasNamedReadReport
                ? Manners.ReadReport.FLAG
                : connection.manners().readReport();
    }

    public void namedReadReport() {
        hasNamedReadReport = true;
    }

    /// Remembers that a trusted server has logged in for the account.
    public void proxied() {
        proxied = true;
    }

    /// True when whoever logged in is not the account itself but may act for it.
    public boolean isProxied() {
        return proxied;
    }

    public boolean isKnown() {
        return owner != null;
    }

    public @Nullable SelectedFolder folder() {
        return selected;
    }

    public SelectedFolder selection() {
        if (selected == null) {
            throw new IllegalStateException("no folder is selected");
        }
        return selected;
    }

    public void select(SelectedFolder folder) {
        selected = folder;
        state = ImapSessionState.SELECTED;
    }

    /// The selected folder when it is one of the client's own box.
    public @Nullable FolderId ownSelection() {
        return selected != null && selected.isOwn() ? selected.folder() : null;
    }

    /// Closes the selected folder when the client may not read it any more.
    ///
    /// @return whether it did
    public boolean dropWithdrawn() {
        boolean withdrawn = selected != null && selected.isWithdrawn();
        if (withdrawn) {
            unselect();
        }
        return withdrawn;
    }

    public void unselect() {
        selected = null;
        if (state == ImapSessionState.SELECTED) {
            state = ImapSessionState.AUTHENTICATED;
        }
    }

    /// What the client asked with NOTIFY to be told of; null as long as it did not.
    public @Nullable Wishes wishes() {
        return wishes;
    }

    public void wishes(@Nullable Wishes asked) {
        wishes = asked;
    }

    public boolean hasQresync() {
        return hasEnabled(ImapConstants.SUPPORTS_QRESYNC);
    }

    /// QRESYNC implies it. RFC 7162 §3.2.3
    public boolean hasCondstore() {
        return hasEnabled(ImapConstants.SUPPORTS_CONDSTORE) || hasQresync();
    }

    /// Whether names are UTF-8 in both directions. RFC 6855 §3, RFC 9051 §5.1
    public boolean hasUtf8() {
        return hasEnabled(UTF8) || hasRev2();
    }

    /// Whether it is spoken to as RFC 9051 says: without what that text has dropped.
    public boolean hasRev2() {
        return hasEnabled(REV2);
    }

    /// Whether a search must not name its character set. RFC 9051 §6.4.4 lets it, RFC 6855 §3 does not.
    public boolean knowsCharset() {
        return hasUtf8() && !hasRev2();
    }

    /// @return true when it was not enabled before
    public boolean enable(Capability capability) {
        return EnableProcessor.getEnabledCapabilities(this).add(capability);
    }

    public void then(AfterLine next) {
        afterLine = next;
    }

    public @Nullable AfterLine takeAfterLine() {
        var next = afterLine;
        afterLine = null;
        return next;
    }

    private boolean hasEnabled(Capability capability) {
        return attributes != null
                && attributes.get(EnableProcessor.ENABLED_CAPABILITIES) instanceof Set<?> enabled
                && enabled.contains(capability);
    }

    @Override
    public SessionId sessionId() {
        return id;
    }

    @Override
    public Mono<Void> logout() {
        selected = null;
        state = ImapSessionState.LOGOUT;
        return Mono.empty();
    }

    @Override
    public ImapSessionState getState() {
        return state;
    }

    @Override
    public void authenticated() {
        state = ImapSessionState.AUTHENTICATED;
    }

    @Override
    public Mono<Void> selected(SelectedMailbox mailbox) {
        select((SelectedFolder) mailbox);
        return Mono.empty();
    }

    @Override
    public Mono<Void> deselect() {
        return Mono.fromRunnable(this::unselect);
    }

    @Override
    @NullUnmarked
    public SelectedMailbox getSelected() {
        return selected;
    }

    @Override
    @NullUnmarked
    public Object getAttribute(String key) {
        return attributes == null ? null : attributes.get(key);
    }

    @Override
    public void setAttribute(String key, @Nullable Object value) {
        if (attributes == null) {
            attributes = HashMap.newHashMap(ATTRIBUTES_USUAL);
        }
        if (value == null) {
            attributes.remove(key);
        } else {
            attributes.put(key, value);
        }
    }

    @Override
    public boolean startTLS(Runnable answer) {
        then(() -> {
            answer.run();
            connection.secure();
        });
        return true;
    }

    @Override
    public boolean isTLSActive() {
        return connection.isSecure();
    }

    @Override
    public boolean supportStartTLS() {
        return connection.canSecure();
    }

    @Override
    public Optional<SSLSession> getSSLSession() {
        return Optional.empty();
    }

    @Override
    public boolean isCompressionActive() {
        return false;
    }

    @Override
    public boolean isCompressionSupported() {
        return false;
    }

    @Override
    public boolean startCompression(Runnable answer) {
        return false;
    }

    @Override
    public void pushLineHandler(ImapLineHandler handler) {
        throw new UnsupportedOperationException("pushLineHandler");
    }

    @Override
    public void popLineHandler() {
        throw new UnsupportedOperationException("popLineHandler");
    }

    @Override
    public boolean supportMultipleNamespaces() {
        return false;
    }

    @Override
    public boolean isSSLRequired() {
        return connection.mustSecure();
    }

    @Override
    public boolean isPlainAuthEnabled() {
        return true;
    }

    @Override
    public boolean supportsOAuth() {
        return false;
    }

    @Override
    public Optional<OidcSASLConfiguration> oidcSaslConfiguration() {
        return Optional.empty();
    }

    @Override
    public void schedule(Runnable task, Duration delay) {
        throw new UnsupportedOperationException("schedule");
    }

    @Override
    public boolean needsCommandInjectionDetection() {
        return false;
    }

    @Override
    public void startDetectingCommandInjection() {
        // a strictly sequential reader cannot be injected into; what came before a handshake is forgotten by the
        // connection
    }

    @Override
    public void stopDetectingCommandInjection() {
        // see above
    }
}
