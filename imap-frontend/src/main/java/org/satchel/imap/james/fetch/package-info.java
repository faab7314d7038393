// SPDX-License-Identifier: Apache-2.0
/// What is told of objects: FETCH, CONVERT, URLFETCH, and the references that URLFETCH follows.
///
/// Answers are written straight from the listing, the stored summary and the payload. Nothing here parses MIME;
/// payloads are streamed, and only what is converted is held, within its limits.
@NullMarked
package org.satchel.imap.james.fetch;

import org.jspecify.annotations.NullMarked;
