// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.transcript;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A conversation: exchanges in their order. Each begins with `###` and a title, then has the request as it is sent,
/// and from a line `HTTP/1.1 STATUS` on what must come back:
///
/// ```
/// ### A folder is made
/// POST {{box}}/folders
///
/// {"folder":{"parentFolderPath":"/","name":"Archive"}}
///
/// HTTP/1.1 201
/// Location: {{archive}}
///
/// {"reference":{"resourceURL":"{{archive}}","path":"/Archive"}}
/// ```
///
/// Lines that begin with `#` are comments. `{{name}}` stands for a value: where it is met first, in an answer, it takes
/// what is there; from then on it means that. `{{*}}` is anything. In an expected body a member or element named `...`
/// (`etc` in XML) allows others beside those that are named. Header fields that are not named are not looked at.
public record HttpTranscript(List<Exchange> exchanges) {
    private static final String STATUS_LINE = "HTTP/1.1 ";

    public HttpTranscript {
        exchanges = List.copyOf(exchanges);
    }

    /// One request and its answer.
    ///
    /// @param answer null = not yet written down
    public record Exchange(
            String title, Request request, @Nullable Answer answer) {}

    /// @param headers by name, in their order
    /// @param body lines end with a line feed, the last one without
    public record Request(String method, String url, Map<String, String> headers, String body) {}

    public record Answer(int status, Map<String, String> headers, String body) {}

    /// @throws IllegalArgumentException when the text has another form
    public static HttpTranscript parse(String text) {
        var exchanges = new ArrayList<Exchange>();
        var lines = new ArrayList<String>();
        var title = "";
        for (var line : (text.strip() + "\n###").lines().toList()) {
            if (line.startsWith("###")) {
                if (!title.isEmpty()) {
                    exchanges.add(exchange(title, lines));
                }
                title = line.substring(3).strip();
                lines.clear();
            } else if (!line.startsWith("#")) {
                lines.add(line);
            }
        }
        return new HttpTranscript(exchanges);
    }

    private static Exchange exchange(String title, List<String> lines) {
        int cut = 0;
        while (cut < lines.size() && !lines.get(cut).startsWith(STATUS_LINE)) {
            cut++;
        }
        var sent = lines.subList(0, cut).iterator();
        var first = "";
        while (first.isBlank() && sent.hasNext()) {
            first = sent.next();
        }
        var words = first.strip().split(" ");
        if (words.length != 2) {
            throw new IllegalArgumentException(title + ": no request line: " + first);
        }
        var request = new Request(words[0], words[1], headers(title, sent), rest(sent));
        if (cut == lines.size()) {
            return new Exchange(title, request, null);
        }
        var back = lines.subList(cut + 1, lines.size()).iterator();
        int status = Integer.parseInt(
                lines.get(cut).substring(STATUS_LINE.length()).strip().split(" ")[0]);
        return new Exchange(title, request, new Answer(status, headers(title, back), rest(back)));
    }

    private static Map<String, String> headers(String title, Iterator<String> lines) {
        var headers = new LinkedHashMap<String, String>();
        while (lines.hasNext()) {
            var line = lines.next();
            if (line.isBlank()) {
                break;
            }
            int colon = line.indexOf(": ");
            if (colon < 0) {
                throw new IllegalArgumentException(title + ": no header field: " + line);
            }
            headers.put(line.substring(0, colon), line.substring(colon + 2).strip());
        }
        return headers;
    }

    private static String rest(Iterator<String> lines) {
        var body = new StringBuilder();
        lines.forEachRemaining(line -> body.append(line).append('\n'));
        return body.toString().strip();
    }
}
