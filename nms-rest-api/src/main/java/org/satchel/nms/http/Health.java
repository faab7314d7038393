// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.http;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
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
            case "/health/live" -> answers.send(response, callback, 200, document("live", null));
            case "/health/ready" -> ready(response, callback);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void ready(Response response, Callback callback) {
        var obstacle = readiness.obstacle();
        var health = obstacle.map(why -> document("not ready", why)).orElseGet(() -> document("ready", null));
        answers.send(response, callback, obstacle.isPresent() ? 503 : 200, health);
    }

    private static Document document(String status, @Nullable String obstacle) {
        return new Document("health", new org.satchel.nms.type.Health(status, obstacle));
    }
}
