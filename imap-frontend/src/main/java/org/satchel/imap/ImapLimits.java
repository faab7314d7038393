// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap;

import java.time.Duration;

/// What one client, and all of them together, may make the server hold or wait for.
///
/// @param connectionsMax connections at the same time
/// @param connectionsPerAccountMax connections of one account at the same time
/// @param commandBytesMax length of a command with its literals, but for the object of APPEND
/// @param literalBytesMaxBeforeLogin length of one literal of a client that has not logged in
/// @param literalsPerCommandMax number of literals in one command, and so of objects in one APPEND
/// @param nestingMax depth of parentheses, and number of NOT and OR, in one command
/// @param invalidCommandsMax commands in a row that nobody understood, before the connection is closed
/// @param loginFailuresMax failed logins before the connection is closed
/// @param objectBytesMax size of an object that APPEND may bring, and of all that one APPEND brings
/// @param drainBytesMax how much of a refused literal that needs no go-ahead is read and thrown away; a longer one
/// closes the connection
/// @param loginMax time until a client must have logged in
/// @param idleMax time a client may say nothing, in IDLE too
/// @param heartbeat how often IDLE says that the line is up; it keeps address translators from forgetting it
/// @param writeMax time one write may wait for a client that does not read
/// @param stopMax time that connections have to end when the server stops
public record ImapLimits(
        int connectionsMax,
        int connectionsPerAccountMax,
        int commandBytesMax,
        int literalBytesMaxBeforeLogin,
        int literalsPerCommandMax,
        int nestingMax,
        int invalidCommandsMax,
        int loginFailuresMax,
        long objectBytesMax,
        long drainBytesMax,
        Duration loginMax,
        Duration idleMax,
        Duration heartbeat,
        Duration writeMax,
        Duration stopMax) {
    public static final ImapLimits DEFAULT = new ImapLimits(
            50_000,
            32,
            256 * 1024,
            8 * 1024,
            64,
            100,
            9,
            3,
            100L * 1024 * 1024,
            1024 * 1024,
            Duration.ofMinutes(1),
            Duration.ofMinutes(30),
            Duration.ofMinutes(2),
            Duration.ofSeconds(60),
            Duration.ofSeconds(5));

    public ImapLimits {
        if (connectionsMax <= 0 || connectionsPerAccountMax <= 0 || commandBytesMax < 1024 || objectBytesMax <= 0) {
            throw new IllegalArgumentException("a limit of IMAP is too small");
        }
    }

    /// Length of a command of a client that has not logged in: name and password, or a long token, and no more.
    public int commandBytesMaxBeforeLogin() {
        return Math.min(commandBytesMax, 4 * literalBytesMaxBeforeLogin);
    }

    public ImapLimits withConnections(int total, int perAccount) {
        return new ImapLimits(
                total,
                perAccount,
                commandBytesMax,
                literalBytesMaxBeforeLogin,
                literalsPerCommandMax,
                nestingMax,
                invalidCommandsMax,
                loginFailuresMax,
                objectBytesMax,
                drainBytesMax,
                loginMax,
                idleMax,
                heartbeat,
                writeMax,
                stopMax);
    }

    public ImapLimits withObjectBytes(long most, long drained) {
        return new ImapLimits(
                connectionsMax,
                connectionsPerAccountMax,
                commandBytesMax,
                literalBytesMaxBeforeLogin,
                literalsPerCommandMax,
                nestingMax,
                invalidCommandsMax,
                loginFailuresMax,
                most,
                drained,
                loginMax,
                idleMax,
                heartbeat,
                writeMax,
                stopMax);
    }

    public ImapLimits withTimes(Duration login, Duration idle, Duration beat, Duration write) {
        return new ImapLimits(
                connectionsMax,
                connectionsPerAccountMax,
                commandBytesMax,
                literalBytesMaxBeforeLogin,
                literalsPerCommandMax,
                nestingMax,
                invalidCommandsMax,
                loginFailuresMax,
                objectBytesMax,
                drainBytesMax,
                login,
                idle,
                beat,
                write,
                stopMax);
    }
}
