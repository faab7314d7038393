// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.transcript;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.satchel.imap.TestClient;

/// Plays a transcript with a server.
public final class Play implements AutoCloseable {
    private static final Pattern CAPABILITY = Pattern.compile("\\[CAPABILITY IMAP4rev1 ([^]]*)]");
    private static final Pattern TEXT = Pattern.compile("\\{\\{([a-z0-9]+)(\\+?)}}");

    private final Transcript transcript;
    private final Server server;
    private final Wording wording = new Wording();
    private final Map<String, Line> lines = new HashMap<>();

    /// @param name as in the transcripts
    /// @param users by the names that transcripts call them; all have the same password
    /// @param words what else transcripts name
    public record Server(
            String name,
            InetSocketAddress address,
            Transcript.Listener listener,
            Map<String, String> users,
            String password,
            Map<String, String> words,
            Securing securing) {
        TestClient connect() throws IOException {
            var socket = new Socket(address.getAddress(), address.getPort());
            return new TestClient(listener == Transcript.Listener.TLS ? securing.over(socket) : socket);
        }

        /// A line with a user logged in.
        TestClient connect(String user) throws IOException {
            var client = connect();
            if (listener != Transcript.Listener.STARTTLS) {
                return client.login(user, password);
            }
            client.line();
            client.expectOk("STARTTLS");
            client.use(securing.over(client.socket()));
            client.expectOk("LOGIN \"" + user + "\" \"" + password + "\"");
            return client;
        }
    }

    /// Makes TLS of a socket.
    @FunctionalInterface
    public interface Securing {
        Socket over(Socket socket) throws IOException;
    }

    private Play(Transcript transcript, Server server) {
        this.transcript = transcript;
        this.server = server;
        server.users.forEach(wording::know);
        server.words.forEach(wording::know);
        wording.know("password", server.password);
        var plain = "\0" + server.users.get("alice") + "\0" + server.password;
        wording.know("plain", Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8)));
    }

    public static void of(Transcript transcript, Server server) throws IOException {
        try (var play = new Play(transcript, server)) {
            play.run();
        }
    }

    /// The words with which a server announces what it can, in its greeting and after login.
    public static Set<String> announced(Server server) throws IOException {
        var words = new TreeSet<String>();
        try (var client = server.connect()) {
            var greeting = CAPABILITY.matcher(client.line());
            if (greeting.find()) {
                words.addAll(List.of(greeting.group(1).split(" ")));
            }
        }
        try (var client = server.connect(server.users.values().iterator().next())) {
            var all = client.expectOk("CAPABILITY").only().split(" ");
            words.addAll(List.of(all).subList(2, all.length));
        }
        return words;
    }

    @Override
    public void close() throws IOException {
        for (var line : lines.values()) {
            line.client.close();
        }
    }

    private void run() throws IOException {
        for (var session : transcript.sessions().entrySet()) {
            boolean stranger = session.getValue().equals("-");
            var client = stranger ? server.connect() : server.connect(server.users.get(session.getValue()));
            lines.put(session.getKey(), new Line(client));
            if (stranger) {
                client.line();
            }
        }
        var steps = transcript.steps();
        for (int i = 0; i < steps.size(); i++) {
            switch (steps.get(i)) {
                case Transcript.Step.Says says -> say(says);
                case Transcript.Step.Hears first -> {
                    var expected = new ArrayList<Transcript.Step.Hears>();
                    for (; i < steps.size() && steps.get(i) instanceof Transcript.Step.Hears next; i++) {
                        if (!next.session().equals(first.session())) {
                            break;
                        }
                        if (next.server().isEmpty() || next.server().equals(server.name)) {
                            expected.add(next);
                        }
                        if (next.isTagged()) {
                            i++;
                            break;
                        }
                    }
                    i--;
                    hear(first.session(), expected);
                }
            }
        }
    }

    private void say(Transcript.Step.Says says) throws IOException {
        var line = lines.get(says.session());
        var text = wording.filled(says.text());
        line.asked = text;
        var out = new StringBuilder();
        if (says.tagged()) {
            line.tag = "t" + ++line.tags;
            out.append(line.tag).append(' ');
        }
        var texts = TEXT.matcher(text);
        int end = 0;
        while (texts.find()) {
            var literal = text(texts.group(1));
            boolean waits = texts.group(2).isEmpty();
            out.append(text, end, texts.start()).append('{').append(length(literal));
            out.append(waits ? "}\r\n" : "+}\r\n");
            end = texts.end();
            if (waits) {
                line.client.send(out.toString());
                out.setLength(0);
                var answer = line.client.line();
                if (!answer.startsWith("+")) {
                    line.heardEarly = answer;
                    return;
                }
            }
            out.append(literal);
        }
        line.client.send(out.append(text, end, text.length()).append("\r\n").toString());
    }

    /// Reads until all that is expected was heard.
    private void hear(String session, List<Transcript.Step.Hears> expected) throws IOException {
        var line = lines.get(session);
        var missing = new ArrayList<>(expected);
        boolean open = missing.removeIf(Transcript.Step.Hears::isOpen);
        while (!missing.isEmpty()) {
            String heard;
            try {
                heard = line.next();
            } catch (IOException silence) {
                throw new AssertionError("%s:%d: %s hears nothing (%s), but should: %s"
                        .formatted(transcript, missing.getFirst().line(), session, silence.getMessage(), missing));
            }
            boolean tagged = heard.startsWith(line.tag + " ");
            var said = tagged ? heard.substring(line.tag.length() + 1) : heard;
            var fitting = missing.stream()
                    .filter(it -> it.isTagged() == (tagged || said.startsWith("+")))
                    .filter(it -> wording.fits(withTexts(it.text()), said, !it.isTagged()))
                    .findFirst();
            if (fitting.isPresent() && tagged && missing.size() > 1) {
                throw new AssertionError("%s:%d: %s did not hear: %s"
                        .formatted(transcript, missing.getFirst().line(), session, missing));
            }
            if (fitting.isEmpty() && !(open && !tagged)) {
                throw new AssertionError("%s:%d: %s hears: %s%n  and should: %s"
                        .formatted(transcript, missing.getFirst().line(), session, heard, missing));
            }
            fitting.ifPresent(missing::remove);
            if (tagged && said.startsWith("OK")) {
                line.change(server.securing);
            }
        }
    }

    private String withTexts(String expected) {
        return TEXT.matcher(expected).replaceAll(name -> {
            var literal = text(name.group(1));
            return Matcher.quoteReplacement("{" + length(literal) + "}\r\n" + literal);
        });
    }

    private String text(String name) {
        var text = transcript.texts().get(name);
        if (text == null) {
            throw new AssertionError(transcript + " has no text " + name);
        }
        return wording.filled(text);
    }

    private static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /// The connection of one session.
    private static final class Line {
        private final TestClient client;
        private String tag = "";
        private int tags;
        private String asked = "";
        private @Nullable String heardEarly;

        Line(TestClient client) {
            this.client = client;
        }

        /// What the OK to some commands does to the line.
        void change(Securing securing) throws IOException {
            if (asked.equals("COMPRESS DEFLATE")) {
                client.compress();
            } else if (asked.equals("UNAUTHENTICATE")) {
                client.expand();
            } else if (asked.equals("STARTTLS")) {
                client.use(securing.over(client.socket()));
            }
        }

        String next() throws IOException {
            var early = heardEarly;
            heardEarly = null;
            return early == null ? client.line() : early;
        }
    }
}
