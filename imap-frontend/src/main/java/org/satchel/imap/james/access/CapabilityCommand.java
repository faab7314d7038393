// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james.access;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.james.imap.message.request.CapabilityRequest;
import org.satchel.imap.Connection;
import org.satchel.imap.ImapExtension;
import org.satchel.imap.james.command.Answers;
import org.satchel.imap.james.command.Command;
import org.satchel.imap.james.grammar.Profile;
import org.satchel.imap.james.session.Session;
import org.satchel.imap.sasl.Line;
import org.satchel.imap.sasl.Mechanism;

/// CAPABILITY: the words of what works, on one line.
// RFC 3501 §6.1.1, CPM-MSG §13 rule 7
public final class CapabilityCommand extends Command<CapabilityRequest> {
    /// What a stranger is not told of: it cannot use them.
    private static final Set<ImapExtension> ONCE_LOGGED_IN =
            EnumSet.of(ImapExtension.COMPRESS, ImapExtension.UNAUTHENTICATE);

    private final Profile profile;

    private final List<Mechanism> mechanisms;

    public CapabilityCommand(Profile profile, List<Mechanism> mechanisms) {
        super(CapabilityRequest.class);
        this.profile = profile;
        this.mechanisms = List.copyOf(mechanisms);
    }

    @Override
    protected void run(CapabilityRequest request, Session session, Answers answers) throws IOException {
        answers.line("CAPABILITY " + words(session.connection()));
        answers.ok(request);
    }

    public String words(Connection connection) {
        var words = new StringBuilder("IMAP4rev1");
        if (connection.manners().offersRev2()) {
            words.append(' ').append(Session.REV2_WORD);
        }
        if (connection.canSecure()) {
            words.append(" STARTTLS");
        }
        if (connection.mustSecure()) {
            words.append(" LOGINDISABLED");
        } else {
            var line = line(connection);
            mechanisms.stream()
                    .filter(mechanism -> mechanism.isPossible(line))
                    .forEach(mechanism -> words.append(" AUTH=").append(mechanism.name()));
        }
        for (var extension : ImapExtension.values()) {
            if (profile.has(extension) && (connection.isLoggedIn() || !ONCE_LOGGED_IN.contains(extension))) {
                words.append(' ').append(extension.word());
                if (extension == ImapExtension.APPENDLIMIT) {
                    words.append('=').append(connection.limits().objectBytesMax());
                }
            }
        }
        return words.toString();
    }

    /// The mechanism of that name, where it is possible.
    Optional<Mechanism> mechanism(String name, Connection connection) {
        var line = line(connection);
        return mechanisms.stream()
                .filter(mechanism -> mechanism.name().equalsIgnoreCase(name) && mechanism.isPossible(line))
                .findFirst();
    }

    static Line line(Connection connection) {
        return connection.tls().map(Line::over).orElse(Line.CLEAR);
    }
}
