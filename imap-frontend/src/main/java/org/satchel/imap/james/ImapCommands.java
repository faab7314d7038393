// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.james;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.james.imap.api.ImapMessage;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapProcessor;
import org.apache.james.imap.decode.ImapCommandParser;
import org.apache.james.imap.decode.base.AbstractImapCommandParser;
import org.apache.james.imap.decode.parser.CapabilityCommandParser;
import org.apache.james.imap.decode.parser.CheckCommandParser;
import org.apache.james.imap.decode.parser.CloseCommandParser;
import org.apache.james.imap.decode.parser.CopyCommandParser;
import org.apache.james.imap.decode.parser.CreateCommandParser;
import org.apache.james.imap.decode.parser.DeleteACLCommandParser;
import org.apache.james.imap.decode.parser.DeleteCommandParser;
import org.apache.james.imap.decode.parser.EnableCommandParser;
import org.apache.james.imap.decode.parser.ExamineCommandParser;
import org.apache.james.imap.decode.parser.ExpungeCommandParser;
import org.apache.james.imap.decode.parser.FetchCommandParser;
import org.apache.james.imap.decode.parser.GetACLCommandParser;
import org.apache.james.imap.decode.parser.GetMetadataCommandParser;
import org.apache.james.imap.decode.parser.GetQuotaCommandParser;
import org.apache.james.imap.decode.parser.GetQuotaRootCommandParser;
import org.apache.james.imap.decode.parser.IdleCommandParser;
import org.apache.james.imap.decode.parser.ImapParserFactory;
import org.apache.james.imap.decode.parser.ListRightsCommandParser;
import org.apache.james.imap.decode.parser.LogoutCommandParser;
import org.apache.james.imap.decode.parser.MoveCommandParser;
import org.apache.james.imap.decode.parser.MyRightsCommandParser;
import org.apache.james.imap.decode.parser.NamespaceCommandParser;
import org.apache.james.imap.decode.parser.NoopCommandParser;
import org.apache.james.imap.decode.parser.RenameCommandParser;
import org.apache.james.imap.decode.parser.SelectCommandParser;
import org.apache.james.imap.decode.parser.SetACLCommandParser;
import org.apache.james.imap.decode.parser.SetAnnotationCommandParser;
import org.apache.james.imap.decode.parser.SetQuotaCommandParser;
import org.apache.james.imap.decode.parser.StartTLSCommandParser;
import org.apache.james.imap.decode.parser.StatusCommandParser;
import org.apache.james.imap.decode.parser.StoreCommandParser;
import org.apache.james.imap.decode.parser.SubscribeCommandParser;
import org.apache.james.imap.decode.parser.UidCommandParser;
import org.apache.james.imap.decode.parser.UnselectCommandParser;
import org.apache.james.imap.decode.parser.UnsubscribeCommandParser;
import org.apache.james.imap.decode.parser.XListCommandParser;
import org.apache.james.imap.message.request.ExamineRequest;
import org.apache.james.imap.message.request.FetchRequest;
import org.apache.james.imap.message.request.SelectRequest;
import org.apache.james.imap.processor.CheckProcessor;
import org.apache.james.imap.processor.DefaultProcessor;
import org.apache.james.imap.processor.DeleteACLProcessor;
import org.apache.james.imap.processor.GetACLProcessor;
import org.apache.james.imap.processor.GetMetadataProcessor;
import org.apache.james.imap.processor.GetQuotaProcessor;
import org.apache.james.imap.processor.GetQuotaRootProcessor;
import org.apache.james.imap.processor.LSubProcessor;
import org.apache.james.imap.processor.ListRightsProcessor;
import org.apache.james.imap.processor.LogoutProcessor;
import org.apache.james.imap.processor.MyRightsProcessor;
import org.apache.james.imap.processor.NamespaceProcessor;
import org.apache.james.imap.processor.NoopProcessor;
import org.apache.james.imap.processor.SetACLProcessor;
import org.apache.james.imap.processor.SetMetadataProcessor;
import org.apache.james.imap.processor.SetQuotaProcessor;
import org.apache.james.imap.processor.StartTLSProcessor;
import org.apache.james.imap.processor.UnselectProcessor;
import org.apache.james.imap.processor.base.AbstractProcessor;
import org.apache.james.imap.processor.base.ImapResponseMessageProcessor;
import org.apache.james.imap.processor.base.UnknownRequestProcessor;
import org.satchel.imap.intake.Intake;
import org.satchel.imap.james.access.AclCommands;
import org.satchel.imap.james.access.AclRequest;
import org.satchel.imap.james.access.AuthenticateCommand;
import org.satchel.imap.james.access.Authentication;
import org.satchel.imap.james.access.CapabilityCommand;
import org.satchel.imap.james.access.CompressCommand;
import org.satchel.imap.james.access.EnableCommand;
import org.satchel.imap.james.access.IdCommand;
import org.satchel.imap.james.access.LoginCommand;
import org.satchel.imap.james.access.QuotaCommands;
import org.satchel.imap.james.access.UnauthenticateCommand;
import org.satchel.imap.james.announce.IdleCommand;
import org.satchel.imap.james.announce.Notifier;
import org.satchel.imap.james.announce.NotifyCommand;
import org.satchel.imap.james.announce.NotifyParser;
import org.satchel.imap.james.append.AppendCommand;
import org.satchel.imap.james.append.ReplaceCommand;
import org.satchel.imap.james.command.Command;
import org.satchel.imap.james.fetch.ConversionCommands;
import org.satchel.imap.james.fetch.FetchCommand;
import org.satchel.imap.james.fetch.FetchExtras;
import org.satchel.imap.james.fetch.FetchParser;
import org.satchel.imap.james.fetch.UrlCommands;
import org.satchel.imap.james.folders.FolderCommands;
import org.satchel.imap.james.folders.GetMetadataCommand;
import org.satchel.imap.james.folders.JamesLists;
import org.satchel.imap.james.folders.ListCommand;
import org.satchel.imap.james.folders.LsubCommand;
import org.satchel.imap.james.folders.NamespaceCommand;
import org.satchel.imap.james.folders.SetMetadataCommand;
import org.satchel.imap.james.folders.StatusCommand;
import org.satchel.imap.james.grammar.Profile;
import org.satchel.imap.james.mailbox.BoxQuotas;
import org.satchel.imap.james.mailbox.Mailboxes;
import org.satchel.imap.james.mailbox.Subscriptions;
import org.satchel.imap.james.mailbox.Unmetered;
import org.satchel.imap.james.searching.CancelUpdateCommand;
import org.satchel.imap.james.searching.EsearchCommand;
import org.satchel.imap.james.searching.SearchCommand;
import org.satchel.imap.james.searching.SortCommand;
import org.satchel.imap.james.searching.ThreadCommand;
import org.satchel.imap.james.searching.UnknownCharset;
import org.satchel.imap.james.selected.ObjectCommands;
import org.satchel.imap.james.selected.SelectCommand;
import org.satchel.imap.james.selected.StoreCommand;
import org.satchel.imap.james.session.FolderMemory;
import org.satchel.imap.james.session.Places;
import org.satchel.imap.reference.References;
import org.satchel.model.MessageStore;
import org.satchel.model.ObjectFinder;

/// The list of commands: which parser reads each, and which processor runs it. What is not here answers BAD.
final class ImapCommands {
    private final StatusResponseFactory responses;
    private final Profile profile;

    ImapCommands(StatusResponseFactory responses, Profile profile) {
        this.responses = responses;
        this.profile = profile;
    }

    ImapParserFactory parsers() {
        Map<String, ImapCommandParser> parsers = new HashMap<>();
        var factory = new ImapParserFactory(parsers);
        Stream.of(
                        new CapabilityCommandParser(responses),
                        new NoopCommandParser(responses),
                        new LogoutCommandParser(responses),
                        new IdCommand.Parser(responses),
                        new StartTLSCommandParser(responses),
                        new AuthenticateCommand.Parser(responses),
                        new LoginCommand.Parser(responses),
                        new EnableCommandParser(responses),
                        new NamespaceCommandParser(responses),
                        new SelectCommandParser(responses),
                        new ExamineCommandParser(responses),
                        new UnselectCommandParser(responses),
                        new CloseCommandParser(responses),
                        new CheckCommandParser(responses),
                        new IdleCommandParser(responses),
                        new NotifyParser(responses),
                        new CreateCommandParser(responses),
                        new DeleteCommandParser(responses),
                        new RenameCommandParser(responses),
                        new SubscribeCommandParser(responses),
                        new UnsubscribeCommandParser(responses),
                        new ListCommand.Parser(responses),
                        new LsubCommand.Parser(responses),
                        new StatusCommandParser(responses),
                        new AppendCommand.Parser(responses),
                        new ReplaceCommand.Parser(responses),
                        fetchParser(),
                        new StoreCommandParser(responses),
                        new SearchCommand.Parser(responses, profile),
                        new EsearchCommand.Parser(responses, profile),
                        new CancelUpdateCommand.Parser(responses),
                        new SortCommand.Parser(responses, profile),
                        new ThreadCommand.Parser(responses, profile),
                        new CopyCommandParser(responses),
                        new MoveCommandParser(responses),
                        new ExpungeCommandParser(responses),
                        new CompressCommand.Parser(responses),
                        new UnauthenticateCommand.Parser(responses),
                        new UidCommandParser(factory, responses))
                .forEach(parser -> parsers.put(parser.getCommand().getName(), parser));
        ConversionCommands.parsers(responses)
                .forEach(parser -> parsers.put(parser.getCommand().getName(), parser));
        UrlCommands.parsers(responses)
                .forEach(parser -> parsers.put(parser.getCommand().getName(), parser));
        extraParsers().forEach(parser -> parsers.put(parser.getCommand().getName(), parser));
        return factory;
    }

    /// What the commands are made of.
    record Parts(
            MessageStore store,
            Mailboxes mailboxes,
            Places places,
            Authentication authentication,
            FolderMemory memory,
            ObjectFinder finder,
            InstantSource clock,
            CapabilityCommand capabilities) {}

    ImapProcessor processors(Parts parts) {
        var mailboxes = parts.mailboxes;
        var places = parts.places;
        var paths = places.paths();
        var memory = parts.memory;
        var authentication = parts.authentication;
        var metrics = new Unmetered();
        Map<Class<? extends ImapMessage>, ImapProcessor> map = new HashMap<>();
        var status = new StatusCommand(places, memory);
        var intake = new Intake(parts.clock);
        List<Command<?>> own = new ArrayList<>(List.of(
                parts.capabilities,
                new LoginCommand(authentication),
                new AuthenticateCommand(authentication, parts.capabilities),
                new EnableCommand(),
                new SelectCommand<>(SelectRequest.class, mailboxes, places, memory, false),
                new SelectCommand<>(ExamineRequest.class, mailboxes, places, memory, true),
                new IdCommand(),
                new IdleCommand(),
                new ListCommand(places, status),
                status,
                new AppendCommand(places, intake),
                new ReplaceCommand(places, intake),
                new FetchCommand<>(FetchRequest.class),
                new FetchCommand<>(FetchExtras.Request.class),
                new StoreCommand(),
                new SearchCommand(parts.finder, parts.clock)));
        own.add(new EsearchCommand(places, paths, parts.finder, parts.clock));
        own.add(new CancelUpdateCommand());
        own.add(new UnknownCharset());
        own.add(new SortCommand(parts.finder, parts.clock));
        own.add(new ThreadCommand(parts.finder, parts.clock));
        own.add(new LsubCommand(paths));
        own.add(new NamespaceCommand(places));
        own.add(new GetMetadataCommand(places, parts.clock));
        own.add(new SetMetadataCommand(places, parts.clock));
        own.addAll(new QuotaCommands(places).all());
        own.add(new CompressCommand());
        own.add(new UnauthenticateCommand(authentication));
        own.addAll(ConversionCommands.all());
        own.addAll(new UrlCommands(new References(parts.store, parts.clock, new SecureRandom()), paths).all());
        own.add(new NotifyCommand(paths, new Notifier(paths, status)));
        own.addAll(new AclCommands(places, parts.clock).all());
        own.addAll(new FolderCommands(places).all());
        own.addAll(new ObjectCommands(places).all());
        own.forEach(command -> map.put(command.request(), command));
        if (profile.isJames()) {
            var list = new ListCommand(places, status);
            map.put(list.request(), new JamesLists(list, mailboxes, responses, metrics, paths));
        }
        List<AbstractProcessor<?>> stock = new ArrayList<>(List.of(
                new NoopProcessor(mailboxes, responses, metrics),
                new LogoutProcessor(mailboxes, responses, metrics),
                new StartTLSProcessor(responses),
                new UnselectProcessor(mailboxes, responses, metrics),
                new CheckProcessor(mailboxes, responses, metrics),
                new ImapResponseMessageProcessor()));
        if (profile.isJames()) {
            stock.add(new NamespaceProcessor(mailboxes, responses, metrics));
            stock.add(new LSubProcessor(mailboxes, new Subscriptions(paths), responses, metrics));
        }
        stock.addAll(extraProcessors(parts, metrics));
        for (var processor : stock) {
            processor.acceptableClasses().forEach(request -> map.put(request, processor));
        }
        return new DefaultProcessor(new HashMap<>(map), new UnknownRequestProcessor(responses));
    }

    /// James's scripts ask for no item at all.
    private AbstractImapCommandParser fetchParser() {
        return profile.isJames() ? new FetchCommandParser(responses) : new FetchParser(responses);
    }

    private List<AbstractImapCommandParser> extraParsers() {
        List<AbstractImapCommandParser> parsers = new ArrayList<>();
        if (profile.isJames()) {
            parsers.add(new GetACLCommandParser(responses));
            parsers.add(new SetACLCommandParser(responses));
            parsers.add(new DeleteACLCommandParser(responses));
            parsers.add(new ListRightsCommandParser(responses));
            parsers.add(new MyRightsCommandParser(responses));
        }
        if (profile.isJames()) {
            parsers.add(new SetAnnotationCommandParser(responses));
            parsers.add(new GetMetadataCommandParser(responses));
        }
        if (!profile.isJames()) {
            parsers.add(new GetMetadataCommand.Parser(responses));
            parsers.add(new SetMetadataCommand.Parser(responses));
            parsers.addAll(QuotaCommands.parsers(responses));
            parsers.addAll(AclRequest.parsers(responses));
        }
        if (profile.isJames()) {
            parsers.add(new GetQuotaCommandParser(responses));
            parsers.add(new GetQuotaRootCommandParser(responses));
            parsers.add(new SetQuotaCommandParser(responses));
        }
        if (profile.isJames()) {
            parsers.add(new XListCommandParser(responses));
        }
        return parsers;
    }

    private List<AbstractProcessor<?>> extraProcessors(Parts parts, Unmetered metrics) {
        var mailboxes = parts.mailboxes;
        List<AbstractProcessor<?>> processors = new ArrayList<>();
        if (profile.isJames()) {
            processors.add(new GetACLProcessor(mailboxes, responses, metrics));
            processors.add(new SetACLProcessor(mailboxes, responses, metrics));
            processors.add(new DeleteACLProcessor(mailboxes, responses, metrics));
            processors.add(new ListRightsProcessor(mailboxes, responses, metrics));
            processors.add(new MyRightsProcessor(mailboxes, responses, metrics));
        }
        if (profile.isJames()) {
            processors.add(new SetMetadataProcessor(mailboxes, responses, metrics));
            processors.add(new GetMetadataProcessor(mailboxes, responses, metrics));
        }
        if (profile.isJames()) {
            var quotas = new BoxQuotas(parts.store, mailboxes);
            processors.add(new GetQuotaProcessor(mailboxes, responses, quotas, quotas, metrics));
            processors.add(new GetQuotaRootProcessor(mailboxes, responses, quotas, quotas, metrics));
            processors.add(new SetQuotaProcessor(mailboxes, responses, metrics));
        }
        if (profile.isJames()) {
            processors.add(JamesLists.xlist(mailboxes, responses, metrics, parts.places.paths()));
        }
        return processors;
    }
}
