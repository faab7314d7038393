// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.requirements;

import java.io.IOException;
import org.satchel.conformance.wire.ImapWire;

/// What somebody tries to do in a folder, and what it takes.
enum Attempt {
    SELECT("r", "SELECT \"%1$s\""),
    STATUS("r", "STATUS \"%1$s\" (MESSAGES)"),
    MYRIGHTS("", "MYRIGHTS \"%1$s\""),
    GETACL("a", "GETACL \"%1$s\""),
    SETACL("a", "SETACL \"%1$s\" anyone lr"),
    APPEND("i", "APPEND \"%1$s\" {1+}\r\nx"),
    STORE_FLAG("rw", "STORE 1 +FLAGS (\\Flagged)"),
    STORE_KEYWORD("rw", "STORE 1 +FLAGS ($k)"),
    STORE_SEEN("rs", "STORE 1 +FLAGS (\\Seen)"),
    STORE_DELETED("rt", "STORE 1 +FLAGS (\\Deleted)"),
    FETCH("r", "FETCH 1 BODY.PEEK[]"),
    SEARCH("r", "SEARCH ALL"),
    EXPUNGE("re", "EXPUNGE"),
    COPY("r0", "COPY 1 INBOX"),
    MOVE("rte1", "MOVE 1 INBOX"),
    CREATE("k", "CREATE \"%1$s/below\""),
    DELETE("x", "DELETE \"%1$s\""),
    RENAME("x2", "RENAME \"%1$s\" \"%2$s/R%3$d\""),
    GETMETADATA("r", "GETMETADATA \"%1$s\" /shared/comment"),
    SETMETADATA("w", "SETMETADATA \"%1$s\" (/shared/comment \"x\")");

    private final String rights;
    private final String command;

    Attempt(String rights, String command) {
        this.rights = rights;
        this.command = command;
    }

    /// @param atHome whether the caller knows of the folder above, and may make folders there: what is hidden from
    /// it cannot be made, and that is told as for any name below a folder that is known
    String expected(String granted, boolean atHome) {
        if (granted.indexOf('l') < 0 || (this == RENAME && !atHome)) {
            return this == CREATE && atHome ? "NOPERM" : "NONE";
        }
        return rights.chars().allMatch(right -> granted.indexOf(right) >= 0) ? "OK" : "NOPERM";
    }

    private ImapWire.Answer ask(ImapWire caller, String folder, String home, int number) throws IOException {
        boolean within = command.indexOf('%') < 0;
        if (within) {
            var selected = caller.command("SELECT \"" + folder + "\"");
            if (!selected.isOk()) {
                return selected;
            }
        }
        return caller.command(within ? command : command.formatted(folder, home, number));
    }

    /// `OK`, `NOPERM`, `NONE` when it is answered as if there were no such folder, or whatever else was answered.
    String outcome(ImapWire caller, String folder, String home, int number) throws IOException {
        var answer = ask(caller, folder, home, number);
        if (answer.isOk()) {
            return "OK";
        }
        if (answer.status().startsWith("NO [NOPERM]")) {
            return "NOPERM";
        }
        boolean none = answer.status().startsWith("NO [NONEXISTENT]")
                || answer.status().startsWith("NO [TRYCREATE]");
        return none ? "NONE" : answer.status();
    }
}
