// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.http;

import java.util.concurrent.atomic.AtomicLongArray;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Counts answers by the first digit of their status, from the start on.
public final class Traffic extends Handler.Wrapper {
    private static final int CLASSES = 6;
    private static final int HUNDRED = 100;

    private final AtomicLongArray answers = new AtomicLongArray(CLASSES);

    public Traffic(Handler handler) {
        super(handler);
    }

    /// @param statusClass 2 for all answers from 200 to 299, and so on
    public long answered(int statusClass) {
        return answers.get(statusClass);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Request.addCompletionListener(request, _ -> count(response.getStatus()));
        return super.handle(request, response, callback);
    }

    private void count(int status) {
        int statusClass = status / HUNDRED;
        if (statusClass > 0 && statusClass < CLASSES) {
            answers.incrementAndGet(statusClass);
        }
    }
}
