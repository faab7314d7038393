// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.http;

import java.util.Map;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.satchel.nms.settings.Readiness;
import org.satchel.nms.type.Document;

/// Whether the process lives, and whether it can serve. Open to everybody; says no more than that.
public final class Health extends Handler.Abstract {
    private final Readiness readiness;
    private final Answers answers;

    public Health(Readiness readiness, Answers answers) {
        this.readiness = readiness;
        this.answers = answers;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        switch (Request.getPathInContext(request)) {
            case "/health/live" ->
                answers.send(response, callback, 200, new Document("health", Map.of("status", "live")));
            case "/health/ready" -> ready(response, callback);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void ready(Response response, Callback callback) {
        var obstacle = readiness.obstacle();
        var health = obstacle.map(why -> Map.of("status", "not ready", "obstacle", why))
                .orElse(Map.of("status", "ready"));
        answers.send(response, callback, obstacle.isPresent() ? 503 : 200, new Document("health", health));
    }
}
