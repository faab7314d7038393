// SPDX-License-Identifier: Apache-2.0
package org.satchel.conformance.sync;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.satchel.server.demo.ImapPhone;

/// The box on the server, as an ordinary client sees it.
record Far(InetSocketAddress address, String user, String password) {
    private static final Pattern FLAGS = Pattern.compile("FLAGS \\(([^)]*)\\)");
    private static final Map<String, String> LETTERS = Map.of(
            "\\Draft", "D", "\\Flagged", "F", "\\Answered", "R", "\\Seen", "S", "\\Deleted", "T", "$Forwarded", "P");
    private static final int TIMEOUT_MILLIS = 120_000;

    /// A connection that is logged in.
    ImapPhone phone() throws IOException {
        var phone = new ImapPhone(address);
        phone.command("LOGIN " + user + " " + password, "LOGIN …");
        return phone;
    }

    /// Everything in these folders, in an order that depends on nothing but content.
    Map<String, List<Item>> read(List<String> folders) throws IOException {
        var all = new TreeMap<String, List<Item>>();
        try (var phone = phone()) {
            for (var folder : folders) {
                phone.command("EXAMINE " + folder);
                var items = new ArrayList<Item>();
                for (var line : phone.command("FETCH 1:* (FLAGS BODY.PEEK[])")) {
                    if (!line.literals().isEmpty()) {
                        items.add(Item.of(letters(line.text()), line.literals().getFirst()));
                    }
                }
                all.put(folder, items.stream().sorted().toList());
            }
        }
        return all;
    }

    /// Appends all, one after the other without waiting for answers in between.
    ///
    /// @param commands each `APPEND …` with a non-synchronising literal
    // RFC 7888
    void append(List<String> commands) throws IOException, InterruptedException {
        try (var socket = new Socket()) {
            socket.connect(address, TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            var out = new BufferedWriter(new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8));
            var writer = Thread.ofVirtual().start(() -> write(out, commands));
            int done = 0;
            while (done < commands.size() + 1) {
                var line = in.readLine();
                if (line == null) {
                    throw new IOException("the connection ended after " + done + " answers");
                }
                if (line.startsWith("a")) {
                    if (!line.startsWith("a" + done + " OK")) {
                        throw new IOException("not taken: " + line);
                    }
                    done++;
                }
            }
            writer.join();
        }
    }

    private void write(BufferedWriter out, List<String> commands) {
        try {
            out.write("a0 LOGIN " + user + " " + password + "\r\n");
            int tag = 0;
            for (var command : commands) {
                out.write("a" + ++tag + " " + command + "\r\n");
            }
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String letters(String fetched) {
        var flags = FLAGS.matcher(fetched);
        if (!flags.find()) {
            throw new IllegalStateException("no flags in: " + fetched);
        }
        var letters = new StringBuilder();
        for (var flag : flags.group(1).split(" ")) {
            letters.append(LETTERS.getOrDefault(flag, ""));
        }
        return letters.toString();
    }
}
