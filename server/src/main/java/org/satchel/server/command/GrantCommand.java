// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.satchel.server.Node;
import org.satchel.server.sharing.Overrides;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Rights on folders, given and taken by the operator in the owner's place: works before the server runs and while it
/// does.
@Command(
        name = "grant",
        mixinStandardHelpOptions = true,
        description =
                "Lists, gives and takes away rights on the folders of users, before the server runs or while it does."
                        + " Each change is logged.",
        subcommands = {GrantCommand.Show.class, GrantCommand.Give.class, GrantCommand.Revoke.class},
        synopsisSubcommandLabel = "COMMAND")
final class GrantCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(line(spec), "Missing command: list, set or revoke");
    }

    private static CommandLine line(@Nullable CommandSpec spec) {
        if (spec == null) {
            throw new IllegalStateException("not made by the command line");
        }
        return spec.commandLine();
    }

    private static void ask(ConfigOptions config, PrintWriter out, String... words) {
        try {
            Overrides.lines(Node.grants(config.read(), Overrides.request(List.of(words))))
                    .forEach(out::println);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Lists what holds now.
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists the rights that hold now in a user's folders: folder, grantee, rights, end.")
    static final class Show implements Runnable {
        @Spec
        private @Nullable CommandSpec spec;

        @Mixin
        private ConfigOptions config = new ConfigOptions();

        @Parameters(paramLabel = "OWNER", description = "An address of the user.")
        private String owner = "";

        @Override
        public void run() {
            ask(config, line(spec).getOut(), "list", owner);
        }
    }

    /// Gives rights, in the place of those that were.
    @Command(
            name = "set",
            mixinStandardHelpOptions = true,
            description = "Gives rights on a folder, in the place of those that the grantee has there.")
    static final class Give implements Runnable {
        @Spec
        private @Nullable CommandSpec spec;

        @Mixin
        private ConfigOptions config = new ConfigOptions();

        @Parameters(index = "0", paramLabel = "OWNER", description = "An address of the user whose folder it is.")
        private String owner = "";

        @Parameters(index = "1", paramLabel = "FOLDER", description = "Path of the folder.")
        private String folder = "";

        @Parameters(index = "2", paramLabel = "GRANTEE", description = "An address of the other user, or anyone.")
        private String grantee = "";

        @Parameters(
                index = "3",
                paramLabel = "RIGHTS",
                description =
                        "Letters: l see, r read, s mark as seen, w other flags, i insert, k create below, x rename and"
                                + " remove, t mark deleted, e expunge, a manage rights, 0 copy out, 1 move out, 2 rename.")
        private String rights = "";

        @Option(
                names = "--until",
                paramLabel = "END",
                description = "When they end: 2026-06-30T00:00:00Z, or from now on as P30D or PT1H; without, never.")
        private String end = "-";

        @Override
        public void run() {
            ask(config, line(spec).getOut(), "set", owner, folder, grantee, rights, end);
        }
    }

    /// Takes all rights away.
    @Command(
            name = "revoke",
            mixinStandardHelpOptions = true,
            description = "Takes away all rights of a grantee on a folder.")
    static final class Revoke implements Runnable {
        @Spec
        private @Nullable CommandSpec spec;

        @Mixin
        private ConfigOptions config = new ConfigOptions();

        @Parameters(arity = "3", paramLabel = "OWNER FOLDER GRANTEE", description = "As for set.")
        private List<String> words = new ArrayList<>();

        @Override
        public void run() {
            ask(config, line(spec).getOut(), "revoke", words.get(0), words.get(1), words.get(2));
        }
    }
}
