// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import org.apache.james.imap.api.process.ImapProcessor;
import org.apache.james.imap.decode.ImapDecoder;
import org.apache.james.imap.decode.main.DefaultImapDecoder;
import org.apache.james.imap.encode.ImapEncoder;
import org.apache.james.imap.encode.main.DefaultImapEncoderFactory;
import org.apache.james.imap.message.response.UnpooledStatusResponseFactory;
import org.satchel.imap.Connection;
import org.satchel.imap.ImapEngine;
import org.satchel.imap.ImapLimits;
import org.satchel.imap.Login;
import org.satchel.imap.james.access.Authentication;
import org.satchel.imap.james.access.CapabilityCommand;
import org.satchel.imap.james.announce.Announcer;
import org.satchel.imap.james.announce.Notifier;
import org.satchel.imap.james.command.Answers;
import org.satchel.imap.james.folders.StatusCommand;
import org.satchel.imap.james.grammar.Paths;
import org.satchel.imap.james.grammar.Profile;
import org.satchel.imap.james.mailbox.Mailboxes;
import org.satchel.imap.james.searching.Updates;
import org.satchel.imap.james.session.FolderMemory;
import org.satchel.imap.james.session.Places;
import org.satchel.imap.james.session.Session;
import org.satchel.imap.sasl.Backoff;
import org.satchel.imap.sasl.Mechanism;
import org.satchel.model.MessageStore;
import org.satchel.model.ObjectFinder;
import org.satchel.model.share.Shares;

/// Speaks IMAP over the boxes of a store. One for a listener; everything in it is shared by all connections.
public final class JamesEngine implements ImapEngine {
    private final Profile profile;
    private final Authentication authentication;
    private final CapabilityCommand capabilities;
    private final Announcer announcer;
    private final ImapDecoder decoder;
    private final ImapEncoder encoder;
    private final ImapProcessor processor;

    /// @param finder who answers SEARCH
    /// @param mechanisms what AUTHENTICATE offers, the best first
    public JamesEngine(
            MessageStore store,
            Shares shares,
            ObjectFinder finder,
            Login login,
            List<Mechanism> mechanisms,
            ImapLimits limits,
            InstantSource clock) {
        this(
                store,
                shares,
                finder,
                login,
                mechanisms,
                limits,
                clock,
                shares.isOn() ? Profile.core() : Profile.core().withoutSharing());
    }

    JamesEngine(
            MessageStore store,
            Shares shares,
            ObjectFinder finder,
            Login login,
            List<Mechanism> mechanisms,
            ImapLimits limits,
            InstantSource clock,
            Profile profile) {
        this.profile = profile;
        var responses = new UnpooledStatusResponseFactory();
        var memory = new FolderMemory();
        var paths = new Paths(profile.dialect());
        this.capabilities = new CapabilityCommand(profile, mechanisms);
        this.authentication = new Authentication(store, login, new Backoff(clock), profile.dialect(), capabilities);
        var places = new Places(paths, store, shares, login);
        this.announcer = new Announcer(
                memory, new Notifier(paths, new StatusCommand(places, memory)), new Updates(finder, clock));
        this.encoder = new DefaultImapEncoderFactory().buildImapEncoder();
        var mailboxes = new Mailboxes(paths, clock);
        var commands = new ImapCommands(responses, profile);
        this.decoder = profile.isJames()
                ? new DefaultImapDecoder(responses, commands.parsers(), limits.invalidCommandsMax())
                : new CommandDecoder(responses, commands.parsers(), limits.invalidCommandsMax());
        this.processor = commands.processors(
                new ImapCommands.Parts(store, mailboxes, places, authentication, memory, finder, clock, capabilities));
    }

    @Override
    public void converse(Connection connection) throws IOException {
        var session = new Session(connection);
        var answers = new Answers(connection.output(), session, encoder, announcer::announce, profile);
        connection.output().settledBy(answers::settle);
        try {
            new Dialogue(connection, session, answers, decoder, processor)
                    .run("OK [CAPABILITY " + capabilities.words(connection) + "] Satchel ready");
        } finally {
            if (session.isKnown()) {
                authentication.leave(session.box().id());
            }
        }
    }
}
