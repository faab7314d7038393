// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.nms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.satchel.bench.corpus.Texts;
import org.satchel.bench.measure.WrongAnswer;

/// NMS objects with a content of 1 KB, each with a number that is found again in its attributes.
final class NmsObjects {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BOUNDARY = "bench-7f3a";
    private static final String CONTRIBUTION = "k-bench-";
    private static final int CONTENT_BYTES = 1024;
    /// Conversations in a box: the store keeps a folder for each.
    private static final int PARTIES = 20;

    private final List<String> texts;

    NmsObjects(Texts texts) {
        this.texts = texts.texts().stream()
                .map(text -> text.replaceAll("[^ -~]", "?"))
                .toList();
    }

    static String contentType() {
        return "multipart/form-data; boundary=" + BOUNDARY;
    }

    // OMA NMS §6.1: root-fields, then the attachment
    byte[] upload(long number) {
        var attributes = JSON.createArrayNode();
        attribute(attributes.addObject(), "Date", "2026-11-21T10:%02d:%02dZ".formatted(number / 60 % 60, number % 60));
        attribute(attributes.addObject(), "Direction", "In");
        attribute(attributes.addObject(), "Message-Context", "pager-message");
        attribute(attributes.addObject(), "From", "tel:+1555020%04d".formatted(number % PARTIES));
        attribute(attributes.addObject(), "Contribution-ID", contribution(number));
        var root = JSON.createObjectNode();
        root.putObject("object").putObject("attributes").set("attribute", attributes);
        return ("--" + BOUNDARY
                        + "\r\nContent-Disposition: form-data; name=\"root-fields\"\r\nContent-Type: application/json"
                        + "\r\n\r\n" + root + "\r\n--" + BOUNDARY
                        + "\r\nContent-Disposition: form-data; name=\"attachments\"; filename=\"text.txt\""
                        + "\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + content(number) + "\r\n--" + BOUNDARY
                        + "--\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /// Posts one object.
    ///
    /// @return the path of its resource
    String post(HttpConnection connection, String path, long number) throws IOException {
        var answer = connection.post(path, contentType(), upload(number));
        WrongAnswer.unlessEqual("status of POST objects", 201, answer.status());
        var url = JSON.readTree(answer.body()).at("/reference/resourceURL").asText();
        if (url.isEmpty()) {
            throw new WrongAnswer("a created object without reference");
        }
        return URI.create(url).getRawPath();
    }

    /// Reads one object and checks that it is the one.
    void get(HttpConnection connection, String path, long number) throws IOException {
        var answer = connection.get(path);
        WrongAnswer.unlessEqual("status of GET object", 200, answer.status());
        if (!answer.body().contains(contribution(number))) {
            throw new WrongAnswer("an object without its Contribution-ID");
        }
    }

    /// Reads the first part of the content and compares it with what was posted.
    void verify(HttpConnection connection, String path, long number) throws IOException {
        var object = JSON.readTree(connection.get(path).body()).path("object");
        var href = object.at("/payloadPart/0/href").asText();
        if (href.isEmpty()) {
            throw new WrongAnswer("an object without payload part");
        }
        var answer = connection.get(URI.create(href).getRawPath());
        WrongAnswer.unlessEqual("status of GET payload part", 200, answer.status());
        if (!answer.body().equals(content(number))) {
            throw new WrongAnswer("the content of an object is not as it was posted");
        }
    }

    /// A page of objects.
    ///
    /// @param cursor where to go on; null = from the start
    static Page search(HttpConnection connection, String path, Order order, int entries, @Nullable String cursor)
            throws IOException {
        var body = JSON.createObjectNode();
        var criteria = body.putObject("selectionCriteria");
        criteria.put("maxEntries", entries);
        if (cursor != null) {
            criteria.put("fromCursor", cursor);
        }
        if (order == Order.NEWEST_FIRST) {
            criteria.putObject("sortCriteria")
                    .putArray("criterion")
                    .addObject()
                    .put("type", "Date")
                    .put("order", "Descending");
        }
        var answer = connection.post(path, "application/json", body.toString().getBytes(StandardCharsets.UTF_8));
        WrongAnswer.unlessEqual("status of search", 200, answer.status());
        var list = JSON.readTree(answer.body()).path("objectList");
        var objects = new ArrayList<Found>();
        for (var object : list.path("object")) {
            objects.add(new Found(object.path("resourceURL").asText(), date(object)));
        }
        return new Page(objects, list.hasNonNull("cursor") ? list.get("cursor").asText() : null);
    }

    /// How the objects of a page follow each other.
    enum Order {
        CREATION,
        NEWEST_FIRST
    }

    /// @param cursor where the next page begins; null = there is none
    record Page(List<Found> objects, @Nullable String cursor) {
        Page {
            objects = List.copyOf(objects);
        }
    }

    /// One object of a page.
    record Found(String url, String date) {}

    /// Number of the object that was uploaded so.
    static long number(byte[] upload) {
        var text = new String(upload, StandardCharsets.US_ASCII);
        int at = text.indexOf(CONTRIBUTION) + CONTRIBUTION.length();
        return Long.parseLong(text.substring(at, at + 10));
    }

    private static String date(JsonNode object) {
        for (var attribute : object.at("/attributes/attribute")) {
            if (attribute.path("name").asText().equals("Date")) {
                return attribute.at("/value/0").asText();
            }
        }
        return "";
    }

    private static void attribute(ObjectNode attribute, String name, String value) {
        attribute.put("name", name).putArray("value").add(value);
    }

    private static String contribution(long number) {
        return CONTRIBUTION + "%010d".formatted(number);
    }

    /// Texts one behind the other, cut to 1 KB of characters below 128.
    private String content(long number) {
        var content = new StringBuilder("number " + number + " ");
        for (int i = 0; content.length() < CONTENT_BYTES; i++) {
            content.append(texts.get((int) ((number + i) % texts.size()))).append(' ');
        }
        return content.substring(0, CONTENT_BYTES);
    }
}
