// SPDX-License-Identifier: Apache-2.0
package org.satchel.server.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.satchel.model.Address;
import org.satchel.server.config.ServerConfig;
import org.satchel.server.config.Settings;
import org.satchel.server.storage.Storage;

/// One run: two people write to each other over SIP; then everything that was sent is looked for, byte for byte, in
/// both boxes, over both
/// protocols, and in the push gateway.
public final class Demonstration {
    private static final String ANN = "tel:+15550100001";
    private static final String BEN = "tel:+15550100042";
    private static final String PASSWORD = "demo-secret";
    private static final String CONVERSATION = "c-demo-1";
    private static final Duration PUSH_WAIT_MAX = Duration.ofSeconds(20);

    private final Path folder;
    private final List<String> engine;
    private final Corpus corpus;
    private final PrintWriter out;
    private final InstantSource clock;
    private final Map<String, byte[]> sent = new HashMap<>();
    private final List<String> failures = new ArrayList<>();

    /// @param folder fresh and empty; gets data and log of the server
    /// @param engine settings of the engine, as `key=value`
    /// @param each messages that each of the two sends
    /// @param data where the corpus may be
    public Demonstration(Path folder, List<String> engine, Path data, int each, PrintWriter out, InstantSource clock)
            throws IOException {
        this.folder = folder;
        this.engine = List.copyOf(engine);
        this.out = out;
        this.clock = clock;
        var zip = Corpus.find(data);
        corpus = zip.isPresent() ? Corpus.read(zip.get(), each) : Corpus.invented(each);
    }

    /// @return true when every byte came back
    public boolean run() throws IOException, InterruptedException {
        out.printf(
                "Messages: %d, from %s%n",
                corpus.first().size() + corpus.second().size(), corpus.origin());
        var settings = new Settings()
                .option("data", Files.createDirectories(folder.resolve("data")).toString());
        engine.forEach(setting -> settings.option(
                setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1)));
        Storage.withAccounts(ServerConfig.of(settings), clock, accounts -> {
            accounts.put(List.of(new Address(ANN), new Address("sip:ann@example.net")), PASSWORD);
            accounts.put(List.of(new Address(BEN)), PASSWORD);
        });
        try (var gateway = new StandInGateway();
                var server = new ChildServer(folder.resolve("data"), settings(gateway), folder.resolve("server.log"))) {
            out.println("Server:   " + server.faces());
            talk(server, gateway);
            int exit = server.stop();
            expect(exit == 0, "the server stopped with exit code " + exit);
        }
        if (failures.isEmpty()) {
            out.printf(
                    "%nAll good: %d messages sent over SIP, each byte for byte in its two boxes over IMAP and NMS.%n",
                    sent.size());
        } else {
            failures.forEach(failure -> out.println("FAILED: " + failure));
        }
        out.flush();
        return failures.isEmpty();
    }

    private List<String> settings(StandInGateway gateway) {
        var settings = new ArrayList<>(engine);
        settings.addAll(List.of("push.gateway-url=" + gateway.url(), "push.quiet-window=200ms", "push.interval=2s"));
        return settings;
    }

    private void talk(ChildServer server, StandInGateway gateway) throws IOException, InterruptedException {
        try (var benImap = new ImapPhone(server.face("imap"));
                var benNms = new NmsPhone(server.face("http"), BEN, PASSWORD);
                var annNms = new NmsPhone(server.face("http"), ANN, PASSWORD)) {
            benImap.command("LOGIN " + BEN + " " + PASSWORD, "LOGIN " + BEN + " ********");
            benImap.command("CREATE Default/" + ANN);
            benImap.command("SELECT Default/" + ANN + " (CONDSTORE)");
            benImap.idle();
            var channel = benNms.listen();

            var took = send(server);

            heading("Ben's idle IMAP session was woken");
            expect(benImap.nextIdleLine().contains("EXISTS"), "IDLE did not say EXISTS");
            show(benImap.transcript(), 12);
            heading("Ben's long poll was answered");
            expect(events(benNms.poll(channel)) > 0, "the long poll brought no event");
            show(benNms.transcript(), 8);

            heading("What is stored, over IMAP");
            int found = compareImap(server, ANN, BEN) + compareImap(server, BEN, ANN);
            heading("What is stored, over NMS");
            int objects = compareNms(annNms) + compareNms(benNms);
            expect(found == 2 * sent.size(), "IMAP shows %d of %d objects".formatted(found, 2 * sent.size()));
            expect(objects == 2 * sent.size(), "NMS shows %d of %d objects".formatted(objects, 2 * sent.size()));

            heading("What left as OMA Push");
            var push = gateway.received().poll(PUSH_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
            expect(push != null, "no push left");
            if (push != null) {
                expect(push.contains("x-oma-application:cpm.ua"), "the push carries no CPM application id");
                show(push.lines().toList(), 24);
            }
            out.printf(
                    "%n%d SIP messages in %.1f s (%.0f/s), %d pushes%n",
                    sent.size(),
                    took.toMillis() / 1e3,
                    sent.size() * 1e3 / Math.max(1, took.toMillis()),
                    gateway.received().size() + (push == null ? 0 : 1));
        }
    }

    private Duration send(ChildServer server) throws IOException {
        heading("Sending over SIP");
        var start = clock.instant();
        int total = corpus.first().size() + corpus.second().size() + 1;
        try (var ann = new SipPhone(server.face("sip"), ANN);
                var ben = new SipPhone(server.face("sip"), BEN)) {
            for (int i = 0; i < corpus.first().size(); i++) {
                message(ann, BEN, "Ma%06d".formatted(i), corpus.first().get(i));
                message(ben, ANN, "Mb%06d".formatted(i), corpus.second().get(i));
                bar(2 * i + 2, total);
            }
            var at = clock.instant().truncatedTo(ChronoUnit.SECONDS);
            submit(ben, ANN, "Mi000000", Cpim.displayed("Mi000000", "Ma000000", at));
            bar(total, total);
        }
        out.println();
        return Duration.between(start, clock.instant());
    }

    private void message(SipPhone phone, String to, String id, String text) throws IOException {
        submit(phone, to, id, Cpim.text(id, clock.instant().truncatedTo(ChronoUnit.SECONDS), text));
    }

    private void submit(SipPhone phone, String to, String id, byte[] cpim) throws IOException {
        int status = phone.send(to, CONVERSATION, "k-" + id, cpim);
        expect(status == 200 || status == 202, "SIP MESSAGE " + id + " was answered " + status);
        sent.put(id, cpim);
    }

    /// Compares the conversation of `owner` with `peer`.
    ///
    /// @return how many objects are what was sent
    private int compareImap(ChildServer server, String owner, String peer) throws IOException {
        int equal = 0;
        try (var phone = new ImapPhone(server.face("imap"))) {
            phone.command("LOGIN " + owner + " " + PASSWORD, "LOGIN " + owner + " ********");
            phone.command("EXAMINE Default/" + peer);
            for (var line : phone.command("UID FETCH 1:* (FLAGS MODSEQ BODY.PEEK[])")) {
                if (!line.literals().isEmpty()) {
                    equal += isSent(line.literals().getFirst()) ? 1 : 0;
                }
            }
            phone.command("LOGOUT");
            show(phone.transcript(), 12);
        }
        return equal;
    }

    private int compareNms(NmsPhone phone) throws IOException, InterruptedException {
        int equal = 0;
        for (var object : phone.everything()) {
            equal += isSent(phone.content(object)) ? 1 : 0;
        }
        show(
                phone.transcript()
                        .subList(
                                Math.max(0, phone.transcript().size() - 4),
                                phone.transcript().size()),
                4);
        return equal;
    }

    /// True when the body of this object is a CPIM message that was sent, exactly.
    private boolean isSent(byte[] object) {
        var text = new String(object, StandardCharsets.ISO_8859_1);
        int body = text.indexOf("\r\n\r\n");
        int id = text.indexOf("\r\nIMDN-Message-ID: ");
        if (body < 0 || id < 0 || id > body) {
            return false;
        }
        var name = text.substring(id + 19, text.indexOf("\r\n", id + 19)).strip();
        var original = sent.get(name);
        return original != null && Arrays.equals(original, Arrays.copyOfRange(object, body + 4, object.length));
    }

    private static int events(JsonNode notifications) {
        int events = 0;
        for (var notification : notifications) {
            events += notification.path("nmsEventList").path("nmsEvent").size();
        }
        return events;
    }

    private void expect(boolean truth, String failure) {
        if (!truth) {
            failures.add(failure);
        }
    }

    private void heading(String text) {
        out.printf("%n— %s%n", text);
        out.flush();
    }

    private void show(List<String> lines, int most) {
        lines.stream().limit(most).forEach(line -> out.println("  " + line));
        if (lines.size() > most) {
            out.printf("  … %d more lines%n", lines.size() - most);
        }
        out.flush();
    }

    @SuppressWarnings("SystemConsoleNull") // NullAway holds that it may be null.
    private void bar(int done, int total) {
        var console = System.console();
        boolean terminal = console != null && console.isTerminal();
        if (terminal) {
            int filled = 40 * done / total;
            out.printf("\r  [%s%s] %d/%d", "#".repeat(filled), ".".repeat(40 - filled), done, total);
            out.flush();
        } else if (done == total) {
            out.printf("  %d of %d", done, total);
        }
    }
}
