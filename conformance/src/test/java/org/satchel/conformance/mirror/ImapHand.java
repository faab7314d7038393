// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.mirror;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.satchel.conformance.load.Survey;
import org.satchel.conformance.wire.ImapWire;
import org.satchel.conformance.wire.ServerProcess;

/// Changes a box over IMAP.
final class ImapHand implements Changes.Hand {
    private static final Pattern EXISTS = Pattern.compile("^\\* (\\d+) EXISTS");
    private static final int SOME_MAX = 5;
    private static final int PICTURE_BYTES_MAX = 3_000;

    private final ImapWire wire;
    private final Random random;
    private String last = "login";

    ImapHand(ServerProcess server, String box, Random random) throws IOException {
        this.wire = ImapWire.login(server.face("imap"), box);
        this.random = random;
    }

    @Override
    public boolean step() throws IOException {
        try {
            return change();
        } catch (IOException ended) {
            throw new IOException("after " + last, ended);
        }
    }

    private boolean change() throws IOException {
        return switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4 -> append();
            case 5, 6, 7, 8, 9, 10 -> onSome("STORE %s " + sign() + "FLAGS (" + Names.one(Names.FLAGS, random) + ")");
            case 11, 12 -> onSome("COPY %s \"" + folder() + "\"");
            case 13, 14 -> onSome("MOVE %s \"" + folder() + "\"");
            case 15, 16 -> onSome("STORE %s +FLAGS.SILENT (\\Deleted)") && isDone("EXPUNGE");
            case 17 -> isDone("CREATE \"" + Names.path(random) + "\"");
            case 18 -> isDone("RENAME \"" + Names.path(random) + "\" \"" + Names.path(random) + "\"");
            default -> isDone("DELETE \"" + Names.path(random) + "\"");
        };
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }

    private boolean append() throws IOException {
        last = "APPEND";
        var id = "i" + Long.toHexString(random.nextLong());
        var flags = "(" + (random.nextBoolean() ? "\\Seen" : "") + ")";
        if (random.nextInt(4) > 0) {
            return wire.append(folder(), flags, Upload.note(id, "Grüße, " + id)).isOk();
        }
        var picture = new byte[1 + random.nextInt(PICTURE_BYTES_MAX)];
        random.nextBytes(picture);
        return wire.append(folder(), flags, Upload.mail(id, "見て", picture)).isOk();
    }

    /// A command on some objects of some folder, by their numbers: they are taken at random anyway.
    private boolean onSome(String command) throws IOException {
        last = "SELECT";
        var selected = wire.command("SELECT \"" + folder() + "\"");
        int count = selected.isOk() ? Integer.parseInt(selected.first(EXISTS)) : 0;
        if (count == 0) {
            return false;
        }
        int first = 1 + random.nextInt(count);
        return isDone(command.formatted(first + ":" + Math.min(count, first + random.nextInt(SOME_MAX))));
    }

    /// Others may have been faster, so a NO is no mistake.
    private boolean isDone(String command) throws IOException {
        last = command;
        var answer = wire.command(command);
        if (!answer.isOk() && !answer.status().startsWith("NO")) {
            throw new AssertionError(command + " was answered " + answer.status());
        }
        return answer.isOk();
    }

    private String folder() throws IOException {
        var names = Survey.names(wire.expectOk("LIST \"\" \"" + Names.TOP + "*\""));
        return Names.one(Stream.concat(Stream.of("INBOX"), names.stream()).toList(), random);
    }

    private String sign() {
        return Names.one(List.of("+", "-"), random);
    }
}
