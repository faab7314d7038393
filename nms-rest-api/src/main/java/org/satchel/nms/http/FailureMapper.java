// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.http;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import org.satchel.nms.problem.Problems;
import org.satchel.nms.type.Document;

/// Turns whatever a resource throws into its answer.
public final class FailureMapper implements ExceptionMapper<Throwable> {
    private final Problems problems;

    public FailureMapper(Problems problems) {
        this.problems = problems;
    }

    @Override
    public Response toResponse(Throwable failure) {
        var refusal = problems.refusal(failure);
        var answer = Response.status(refusal.status()).entity(new Document("requestError", refusal.error()));
        refusal.headers().forEach(answer::header);
        return answer.build();
    }
}
