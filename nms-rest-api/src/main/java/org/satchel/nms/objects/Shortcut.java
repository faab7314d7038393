// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.objects;

import java.io.IOException;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.satchel.nms.box.Ids;
import org.satchel.nms.box.Urls;
import org.satchel.nms.format.Body;
import org.satchel.nms.format.Documents;
import org.satchel.nms.http.Answers;
import org.satchel.nms.problem.Problems;
import org.satchel.nms.type.Document;

/// Hands the two requests that come most, to store an object and to read one, straight to their resource: what Jersey
/// does around it costs more than all else (ADR 0104). Whatever is spelt in another way than servers spell it goes on
/// to Jersey, which calls the same methods.
public final class Shortcut extends Handler.Abstract {
    private static final String OBJECTS = "/objects";
    private static final String OBJECT = OBJECTS + "/";
    /// Of the colon, the plus sign and the at sign.
    private static final List<String> ESCAPES = List.of("%3A", "%2B", "%40");

    private final String store;
    private final ObjectsResource resource;
    private final Documents documents;
    private final Problems problems;
    private final Answers answers;

    /// @param store path of the store, without trailing slash
    public Shortcut(String store, ObjectsResource resource, Documents documents, Problems problems, Answers answers) {
        this.store = store + "/";
        this.resource = resource;
        this.documents = documents;
        this.problems = problems;
        this.answers = answers;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        var path = request.getHttpURI().getPathQuery();
        int boxEnd = boxEnd(path);
        if (boxEnd < 0) {
            return false;
        }
        var box = Urls.decode(path.substring(store.length(), boxEnd));
        var rest = path.substring(boxEnd);
        try {
            if (request.getMethod().equals("POST") && rest.equals(OBJECTS)) {
                var created = resource.store(box, body(request));
                response.getHeaders().put(HttpHeader.LOCATION, created.resourceURL());
                answers.send(response, callback, 201, new Document("reference", created));
                return true;
            }
            var object = rest.startsWith(OBJECT) ? rest.substring(OBJECT.length()) : "";
            if (request.getMethod().equals("GET") && Ids.object(object).isPresent()) {
                answers.send(response, callback, 200, resource.read(box, object, List.of()));
                return true;
            }
        } catch (IOException | RuntimeException e) {
            answers.refuse(response, callback, problems.refusal(e));
            return true;
        }
        return false;
    }

    /// Where the segment of the box ends.
    ///
    /// @return -1 when there is none, or one with characters that addresses have no need of
    private int boxEnd(@Nullable String path) {
        if (path == null || !path.startsWith(store)) {
            return -1;
        }
        int at = store.length();
        while (at < path.length() && path.charAt(at) != '/') {
            if (!isPlain(path, at)) {
                return -1;
            }
            at++;
        }
        return at;
    }

    private static boolean isPlain(String path, int at) {
        char c = path.charAt(at);
        return (c == '%' && isEscape(path, at))
                || (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || ":+@.-_~".indexOf(c) >= 0;
    }

    private static boolean isEscape(String path, int at) {
        for (var escape : ESCAPES) {
            if (path.regionMatches(true, at, escape, 0, escape.length())) {
                return true;
            }
        }
        return false;
    }

    private Body body(Request request) {
        var type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
        return new Body(
                documents, type == null ? "" : type, request.getLength(), Content.Source.asInputStream(request));
    }
}
