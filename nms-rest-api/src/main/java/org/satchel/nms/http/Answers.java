// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.http;

import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.satchel.nms.format.Documents;
import org.satchel.nms.format.Format;
import org.satchel.nms.problem.Refusal;
import org.satchel.nms.type.Document;

/// Answers that are given before or without any resource.
public final class Answers {
    private static final String RES_FORMAT = "resFormat=";
    private static final Map<Format, HttpField> CONTENT_TYPES = Map.of(
            Format.JSON, contentType(Format.JSON),
            Format.XML, contentType(Format.XML));

    private final Documents documents;

    public Answers(Documents documents) {
        this.documents = documents;
    }

    /// Every refusal has a body. OMA NMS §10.1
    public void refuse(Response response, Callback callback, Refusal refusal) {
        refusal.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        send(response, callback, refusal.status(), new Document("requestError", refusal.error()));
    }

    public void send(Response response, Callback callback, int status, Document document) {
        var format = format(response.getRequest());
        var bytes = documents.buffer(document, format);
        response.setStatus(status);
        response.getHeaders().put(CONTENT_TYPES.get(format));
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.remaining());
        response.write(true, bytes, callback);
    }

    /// What a request is answered in.
    public static Format format(Request request) {
        var headers = request.getHeaders();
        return Format.ofAnswer(
                resFormat(request.getHttpURI().getQuery()),
                headers.get(HttpHeader.ACCEPT),
                headers.get(HttpHeader.CONTENT_TYPE));
    }

    private static HttpField contentType(Format format) {
        return new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, format.mediaType());
    }

    /// Without decoding: the two words that mean something need none, and a broken query is for the resource to refuse.
    private static @Nullable String resFormat(@Nullable String query) {
        if (query != null) {
            for (var parameter : query.split("&")) {
                if (parameter.startsWith(RES_FORMAT)) {
                    return parameter.substring(RES_FORMAT.length());
                }
            }
        }
        return null;
    }
}
