// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.satchel.model.Address;
import org.satchel.server.storage.Storage;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Accounts: works before the server runs and while it does.
@Command(
        name = "user",
        mixinStandardHelpOptions = true,
        description = "Manages accounts, before the server runs or while it does.",
        subcommands = {UserCommand.Add.class, UserCommand.Show.class},
        synopsisSubcommandLabel = "COMMAND")
final class UserCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(line(spec), "Missing command: add or list");
    }

    private static CommandLine line(@Nullable CommandSpec spec) {
        if (spec == null) {
            throw new IllegalStateException("not made by the command line");
        }
        return spec.commandLine();
    }

    /// Adds an account, or gives one a new password and new addresses.
    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "Adds an account, or sets password and addresses of the one with the first address.")
    static final class Add implements Runnable {
        private static final int INPUT_BYTES_MAX = 4_096;

        @Spec
        private @Nullable CommandSpec spec;

        @Mixin
        private ConfigOptions config = new ConfigOptions();

        @Parameters(
                arity = "1..*",
                paramLabel = "ADDRESS",
                description = "tel:+15550100001, sip:ann@example.net …; the first names the box, all of them log in.")
        private List<String> addresses = new ArrayList<>();

        @ArgGroup(multiplicity = "1")
        private Secret secret = new Secret();

        static final class Secret {
            @Option(
                    names = "--password",
                    paramLabel = "P",
                    description = "The password; others may see it in the process list.")
            private @Nullable String password;

            @Option(
                    names = "--password-stdin",
                    description = "Reads the password from the first line of standard input.")
            private boolean standardInput;
        }

        @Override
        public void run() {
            try {
                var parsed = addresses.stream().map(Add::address).toList();
                var given = password();
                Storage.withAccounts(config.read(), InstantSource.system(), accounts -> accounts.put(parsed, given));
                line(spec).getOut().println("account " + parsed.getFirst());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private String password() throws IOException {
            var given = secret.password;
            if (given != null && !secret.standardInput) {
                return given;
            }
            var input = new String(System.in.readNBytes(INPUT_BYTES_MAX), StandardCharsets.UTF_8);
            return input.lines().findFirst().orElse("");
        }

        private static Address address(String text) {
            return Address.parse(text)
                    .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is no tel: or sip: address"));
        }
    }

    /// Lists the accounts.
    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the accounts with their addresses.")
    static final class Show implements Runnable {
        @Spec
        private @Nullable CommandSpec spec;

        @Mixin
        private ConfigOptions config = new ConfigOptions();

        @Override
        public void run() {
            PrintWriter out = line(spec).getOut();
            try {
                Storage.withAccounts(config.read(), InstantSource.system(), accounts -> {
                    for (var account : accounts.all()) {
                        out.println(
                                account.addresses().stream().map(Address::uri).collect(Collectors.joining(" ")));
                    }
                });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
