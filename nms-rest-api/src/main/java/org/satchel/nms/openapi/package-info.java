// SPDX-License-Identifier: Apache-2.0
/// What the interface says of itself: an OpenAPI document out of the code, and a page to browse it.
///
/// Paths, methods and parameters come from the annotations of JAX-RS, bodies from the records of
/// [org.satchel.nms.type] and their comments; what neither says stands in an [Operation] at the method. Nothing here
/// takes part in answering requests but for the document and the page.
@NullMarked
package org.satchel.nms.openapi;

import org.jspecify.annotations.NullMarked;
