// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.http;

import java.util.Map;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.satchel.nms.problem.Refusal;
import org.satchel.nms.type.RequestError;

/// What is said when HTTP itself is broken, or nobody handles a URL: JSON like everything else.
public final class PlainErrors extends ErrorHandler {
    private final Answers answers;

    public PlainErrors(Answers answers) {
        this.answers = answers;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        var error = status == 404
                ? RequestError.service("SVC2002", "Requested information %1 is not available", "resource")
                : status < 500
                        ? RequestError.service("SVC0002", "Invalid input value for message part %1", "HTTP request")
                        : RequestError.service(
                                "SVC0001", "A service error occurred. Error code is %1", "HTTP " + status);
        answers.refuse(response, callback, new Refusal(status, error, Map.of()));
        return true;
    }
}
