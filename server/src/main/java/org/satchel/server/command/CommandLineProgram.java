// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import org.satchel.model.StoreFailure;
import org.satchel.server.config.ConfigFailure;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// All commands, and how a failure of one becomes a line for the operator.
@Command(
        name = "satchel",
        mixinStandardHelpOptions = true,
        description = "Network Message Store for Converged IP Messaging: IMAP, OMA NMS, SIP recorder and OMA Push.",
        subcommands = {
            ServeCommand.class,
            UserCommand.class,
            GrantCommand.class,
            DoctorCommand.class,
            HealthCommand.class,
            DeadLettersCommand.class,
            DemoCommand.class,
            BackupCommand.class,
            MigrateCommand.class,
            VerifyCommand.class,
            SyncCommand.class,
            VersionCommand.class
        })
public final class CommandLineProgram {
    private static final int TROUBLE = 1;

    private CommandLineProgram() {}

    /// @return the exit code
    public static int run(String... arguments) {
        return new CommandLine(new CommandLineProgram())
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    line.getErr().println("satchel: " + reason(failure));
                    return TROUBLE;
                })
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments);
    }

    /// What the operator must know of a failure that is no defect; a defect is thrown on, with its trace.
    private static String reason(Exception failure) throws Exception {
        boolean expected = failure instanceof ConfigFailure
                || failure instanceof StoreFailure
                || failure instanceof UncheckedIOException
                || failure instanceof IOException
                || failure instanceof IllegalArgumentException;
        if (!expected) {
            throw failure;
        }
        return switch (failure) {
            case FileAlreadyExistsException e -> e.getFile() + " exists already";
            case NoSuchFileException e -> e.getFile() + " is not there";
            case AccessDeniedException e -> "no access to " + e.getFile();
            default -> failure.getMessage() == null ? failure.toString() : failure.getMessage();
        };
    }
}
