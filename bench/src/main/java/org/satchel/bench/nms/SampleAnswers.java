// SPDX-License-Identifier: Apache-2.0
package org.satchel.bench.nms;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Locale;
import java.util.Set;
import org.satchel.bench.bare.PreparedAnswer;
import org.satchel.bench.measure.WrongAnswer;

/// What a server answers when one object is posted, and when it is read.
record SampleAnswers(PreparedAnswer post, PreparedAnswer get) {
    /// Fields that frame a message, or that any server writes by itself.
    private static final Set<String> EVERYBODYS = Set.of("date", "content-length", "transfer-encoding", "connection");

    static SampleAnswers of(NmsTarget target, int account, NmsObjects objects, long number)
            throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var root = "http://" + target.http().getHostString() + ":"
                    + target.http().getPort();
            var post = client.send(
                    request(target, account, root + target.path(account, "/objects"))
                            .header("Content-Type", NmsObjects.contentType())
                            .POST(BodyPublishers.ofByteArray(objects.upload(number)))
                            .build(),
                    BodyHandlers.ofString());
            WrongAnswer.unlessEqual("status of POST objects", 201, post.statusCode());
            var path =
                    URI.create(post.headers().firstValue("Location").orElse("")).getRawPath();
            var get = client.send(request(target, account, root + path).build(), BodyHandlers.ofString());
            WrongAnswer.unlessEqual("status of GET object", 200, get.statusCode());
            return new SampleAnswers(prepared(post), prepared(get));
        }
    }

    private static HttpRequest.Builder request(NmsTarget target, int account, String url) {
        return HttpRequest.newBuilder(URI.create(url))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Authorization", target.authorization(account))
                .header("Accept", "application/json");
    }

    private static PreparedAnswer prepared(HttpResponse<String> response) {
        var fields = new HashMap<String, String>();
        response.headers().map().forEach((name, values) -> {
            if (!EVERYBODYS.contains(name.toLowerCase(Locale.ROOT))) {
                fields.put(name, String.join(", ", values));
            }
        });
        return new PreparedAnswer(response.statusCode(), fields, response.body());
    }
}
