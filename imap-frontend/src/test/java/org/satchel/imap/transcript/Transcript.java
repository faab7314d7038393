// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.transcript;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A conversation of several clients with one server, as a file.
///
/// ```
/// # Comments begin so.
/// capability SEARCHRES ESEARCH     what the server must announce; the first is what the file is about
/// listener tls                     over TLS, where clients show a certificate; `starttls` = no login before it,
///                                  rev2 = in the clear, with IMAP4rev2
/// session A alice                  who is logged in where; `-` = nobody
/// session B alice
///
/// = one                            a text that commands and answers name, up to a lone dot
/// Subject: one
///
/// text
/// .
///
/// A C: APPEND INBOX {{one}}        a command; `{{one}}` is a literal that waits for the go-ahead, `{{one+}}` one that
/// does not
/// A S: OK [APPENDUID ${v} 1]       the beginning of its tagged answer
/// B C: FETCH 1 (FLAGS)
/// B S: * 1 FETCH (FLAGS ())        an untagged answer; those between two tagged ones come in any order, and no others
/// B S: ...                         others may come
/// B S: OK
/// B R: DONE                        a line without a tag
/// # Dovecot says it in another way: why stands here.
/// B S dovecot: * OK                only of that server; `satchel` likewise
/// ```
///
/// After the OK to `COMPRESS DEFLATE` a session is compressed, until that to `UNAUTHENTICATE`; after that to `STARTTLS`
/// it is secured.
///
/// `${v}` takes the word that stands there and has to be the same ever after; `${*}` is any text. Flags may stand in
/// any
/// order.
public record Transcript(
        String name,
        List<String> capabilities,
        Listener listener,
        Map<String, String> sessions,
        Map<String, String> texts,
        List<Step> steps) {
    private static final Pattern STEP = Pattern.compile("([A-Z]) ([CRS])( [a-z]+)?: ?(.*)");

    public Transcript {
        capabilities = List.copyOf(capabilities);
        steps = List.copyOf(steps);
    }

    /// How lines are protected where it is played.
    public enum Listener {
        CLEAR,
        TLS,
        STARTTLS,
        /// In the clear, and IMAP4rev2 is offered.
        REV2
    }

    /// What happens next.
    public sealed interface Step {
        int line();

        String session();

        /// @param tagged whether a tag goes before it
        record Says(int line, String session, String text, boolean tagged) implements Step {}

        /// @param server the only one that answers so; empty = all
        record Hears(int line, String session, String server, String text) implements Step {
            boolean isTagged() {
                return !text.startsWith("*") && !isOpen();
            }

            /// Whether others may come, too.
            boolean isOpen() {
                return text.equals("...");
            }
        }
    }

    public static Transcript read(Path file) throws IOException {
        var name = file.getFileName().toString();
        var capabilities = new ArrayList<String>();
        Map<String, String> sessions = new LinkedHashMap<>();
        Map<String, String> texts = new LinkedHashMap<>();
        var steps = new ArrayList<Step>();
        var listener = Listener.CLEAR;
        var lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            var words = line.split(" +");
            var step = STEP.matcher(line);
            if (words[0].equals("capability")) {
                capabilities.addAll(List.of(words).subList(1, words.length));
            } else if (words[0].equals("listener") && words.length == 2) {
                listener = Listener.valueOf(words[1].toUpperCase(Locale.ROOT));
            } else if (words[0].equals("session") && words.length == 3) {
                sessions.put(words[1], words[2]);
            } else if (words[0].equals("=") && words.length == 2) {
                var text = new StringBuilder();
                for (i++; !lines.get(i).equals("."); i++) {
                    text.append(lines.get(i)).append("\r\n");
                }
                texts.put(words[1], text.toString());
            } else if (step.matches() && sessions.containsKey(step.group(1))) {
                boolean explained = i > 0 && (lines.get(i - 1).startsWith("#") || isServers(lines.get(i - 1)));
                if (step.group(3) != null && !explained) {
                    throw new IOException(name + ":" + (i + 1) + " differs and does not say why");
                }
                steps.add(step(i + 1, step.group(1), step.group(2), step.group(3), step.group(4)));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                throw new IOException(name + ":" + (i + 1) + " is not understood: " + line);
            }
        }
        if (capabilities.isEmpty() || steps.isEmpty()) {
            throw new IOException(name + " names no capability, or nothing happens");
        }
        return new Transcript(name, capabilities, listener, sessions, texts, steps);
    }

    @Override
    public String toString() {
        return name;
    }

    private static Step step(int line, String session, String kind, @Nullable String server, String text) {
        return kind.equals("S")
                ? new Step.Hears(line, session, server == null ? "" : server.strip(), text)
                : new Step.Says(line, session, text, kind.equals("C"));
    }

    private static boolean isServers(String line) {
        var step = STEP.matcher(line);
        return step.matches() && step.group(3) != null;
    }
}
