// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.bulk;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.satchel.nms.problem.Problems;
import org.satchel.nms.problem.Refusal;
import org.satchel.nms.type.BulkResponseList;
import org.satchel.nms.type.BulkResponseList.Response;
import org.satchel.nms.type.Document;
import org.satchel.nms.type.Reference;
import org.satchel.nms.type.RequestError;

/// What became of each item so far.
// OMA NMS §5.4, §10.1
public final class Outcomes {
    private final Problems problems;
    private final List<Response> responses = new ArrayList<>();

    public Outcomes(Problems problems) {
        this.problems = problems;
    }

    /// Does one item.
    ///
    /// @param item what it is about: clients look for it among the variables of a failure
    public void add(String item, Supplier<Reference> work) {
        try {
            responses.add(new Response(200, "OK", work.get(), null));
        } catch (RuntimeException e) {
            responses.add(failure(item, problems.refusal(e)));
        }
    }

    /// Starts afresh, when the work is done again.
    public void clear() {
        responses.clear();
    }

    public void addSuccess(int code, String reason, Reference reference) {
        responses.add(new Response(code, reason, reference, null));
    }

    public void addFailure(String item, Throwable failure) {
        responses.add(failure(item, problems.refusal(failure)));
    }

    public Document document() {
        return new Document("bulkResponseList", new BulkResponseList(responses));
    }

    // OMA NMS §12.1: the first variable of a failure is the URL of the object
    private static Response failure(String item, Refusal refusal) {
        var error = refusal.error();
        var reason = error.serviceException() == null ? error.policyException() : error.serviceException();
        var id = reason == null ? "SVC0001" : reason.messageId();
        var text = reason == null ? "" : reason.text();
        var failure = RequestError.service(id, text, item);
        return new Response(refusal.status(), phrase(refusal.status()), null, failure);
    }

    private static String phrase(int status) {
        return switch (status) {
            case 400 -> "Bad request";
            case 403 -> "Forbidden";
            case 404 -> "Not found";
            case 409 -> "Conflict";
            case 413 -> "Too large";
            case 503 -> "Unavailable";
            case 507 -> "Over quota";
            default -> "Failed";
        };
    }
}
