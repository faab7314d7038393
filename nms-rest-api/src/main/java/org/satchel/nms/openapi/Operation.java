// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.openapi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.satchel.nms.type.Root;

/// What a method of a resource takes and answers, as far as its signature does not say.
///
/// Each may refuse as everything behind the gate does: 400, 401, 403, 404, 429, 500, 503; with a body, 413 too.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Operation {
    /// What it does, in a sentence for those who write clients.
    String value();

    /// The body of the request; none or one.
    Root[] takes() default {};

    /// The body is a form whose `root-fields` are what it takes, and whose other parts are contents. OMA NMS §6.1
    boolean upload() default false;

    /// The body of the answer, when it is a document; none or one.
    Root[] gives() default {};

    Status[] answers() default Status.OK;

    /// It changes the box, and so may meet another change, or find no room.
    boolean writes() default false;

    /// Anybody may ask, and only what stands in `answers` is answered, or 500.
    boolean open() default false;

    /// It is not OMA's. What is below `x-satchel` never is.
    boolean ours() default false;

    /// Parameters of the query that the signature does not name.
    String[] query() default {};
}
