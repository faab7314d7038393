// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.imap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.satchel.bench.measure.WrongAnswer;

/// What a connection heard: how many commands are answered, and what came untagged since [#reset].
///
/// Commands must be answered in order and with OK; anything else is a [WrongAnswer].
final class Replies implements Responses {
    private long answered;
    private long continuations;
    private long fetches;
    private long literalBytes;
    private long exists = -1;
    private long lastUid;
    private boolean uidsAscend = true;
    private boolean awaitsUid;
    private boolean closing;
    private boolean keepsLines;
    private boolean keepsLiterals;
    private final List<String> lines = new ArrayList<>();
    private final StringBuilder line = new StringBuilder();
    private final List<byte[]> literals = new ArrayList<>();
    private final ByteArrayOutputStream literal = new ByteArrayOutputStream();

    /// Forgets untagged responses; answers are counted on.
    void reset() {
        fetches = 0;
        literalBytes = 0;
        lastUid = 0;
        uidsAscend = true;
        lines.clear();
        literals.clear();
    }

    /// Commands answered since the connection began.
    long answered() {
        return answered;
    }

    long continuations() {
        return continuations;
    }

    /// Untagged FETCH responses.
    long fetches() {
        return fetches;
    }

    long literalBytes() {
        return literalBytes;
    }

    /// The last EXISTS ever heard; -1 = none yet.
    long exists() {
        return exists;
    }

    long lastUid() {
        return lastUid;
    }

    boolean uidsAscend() {
        return uidsAscend;
    }

    void keepLines(boolean keep) {
        keepsLines = keep;
    }

    void keepLiterals(boolean keep) {
        keepsLiterals = keep;
    }

    /// Untagged responses as text, literals left out.
    List<String> lines() {
        return List.copyOf(lines);
    }

    List<byte[]> literals() {
        return List.copyOf(literals);
    }

    /// From now on the server may say goodbye.
    void expectBye() {
        closing = true;
    }

    @Override
    public void text(byte[] bytes, int from, int to, boolean opens) throws IOException {
        if (keepsLines) {
            line.append(new String(bytes, from, to - from, StandardCharsets.UTF_8));
        }
        if (!opens) {
            if (awaitsUid) {
                findUid(bytes, from, to);
            }
            return;
        }
        awaitsUid = false;
        if (to == from) {
            throw new WrongAnswer("an empty line");
        }
        switch (bytes[from]) {
            case '*' -> untagged(bytes, from, to);
            case '+' -> continuations++;
            default -> tagged(bytes, from, to);
        }
    }

    @Override
    public void literal(byte[] bytes, int from, int to, long left) {
        literalBytes += to - from;
        if (keepsLiterals) {
            literal.write(bytes, from, to - from);
            if (left == 0) {
                literals.add(literal.toByteArray());
                literal.reset();
            }
        }
    }

    @Override
    public void end() {
        if (keepsLines) {
            lines.add(line.toString());
            line.setLength(0);
        }
    }

    private void untagged(byte[] bytes, int from, int to) throws WrongAnswer {
        int at = from + 2;
        long number = 0;
        while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
            number = number * 10 + bytes[at] - '0';
            at++;
        }
        if (at == from + 2) {
            if (!closing && ResponseScanner.startsWith(bytes, at, to, "BYE")) {
                throw new WrongAnswer("the server closes: " + text(bytes, from, to));
            }
            return;
        }
        at++;
        if (ResponseScanner.startsWith(bytes, at, to, "FETCH ")) {
            fetches++;
            awaitsUid = true;
            findUid(bytes, at + 6, to);
        } else if (ResponseScanner.startsWith(bytes, at, to, "EXISTS")) {
            exists = number;
        }
    }

    private void findUid(byte[] bytes, int from, int to) {
        for (int i = from; i + 5 <= to; i++) {
            if (bytes[i + 1] == 'U'
                    && bytes[i + 2] == 'I'
                    && bytes[i + 3] == 'D'
                    && bytes[i + 4] == ' '
                    && (bytes[i] == '(' || bytes[i] == ' ')) {
                uid(bytes, i + 5, to);
                return;
            }
        }
    }

    private void uid(byte[] bytes, int from, int to) {
        long uid = 0;
        for (int i = from; i < to && bytes[i] >= '0' && bytes[i] <= '9'; i++) {
            uid = uid * 10 + bytes[i] - '0';
        }
        uidsAscend &= uid > lastUid;
        lastUid = uid;
        awaitsUid = false;
    }

    private void tagged(byte[] bytes, int from, int to) throws WrongAnswer {
        int at = from + 1;
        long number = 0;
        while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
            number = number * 10 + bytes[at] - '0';
            at++;
        }
        if (bytes[from] != ImapConnection.TAG
                || number != answered + 1
                || !ResponseScanner.startsWith(bytes, at, to, " OK")) {
            throw new WrongAnswer("expected OK to command " + (answered + 1) + ", got: " + text(bytes, from, to));
        }
        answered = number;
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, Math.min(to - from, 200), StandardCharsets.US_ASCII);
    }
}
