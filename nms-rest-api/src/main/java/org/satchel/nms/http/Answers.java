// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.satchel.nms.json.Json;
import org.satchel.nms.problem.Refusal;
import org.satchel.nms.type.Document;

/// Answers that are given before or without any resource.
public final class Answers {
    private final Json json;

    public Answers(Json json) {
        this.json = json;
    }

    /// Every refusal has a JSON body. OMA NMS §10.1
    public void refuse(Response response, Callback callback, Refusal refusal) {
        refusal.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        send(response, callback, refusal.status(), new Document("requestError", refusal.error()));
    }

    public void send(Response response, Callback callback, int status, Document document) {
        var bytes = json.bytes(document);
        response.setStatus(status);
        response.getHeaders().put("Content-Type", "application/json");
        response.getHeaders().put("Content-Length", bytes.length);
        response.write(true, ByteBuffer.wrap(bytes), callback);
    }
}
