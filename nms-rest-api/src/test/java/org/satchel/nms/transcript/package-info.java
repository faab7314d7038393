// SPDX-License-Identifier: Apache-2.0
/// Conversations over HTTP as files: what was sent, and what must come back.
///
/// Knows nothing of NMS but that bodies are JSON, XML or text. The files are in `src/test/resources/transcripts`; their
/// form
/// is that of [HttpTranscript].
@NullMarked
package org.satchel.nms.transcript;

import org.jspecify.annotations.NullMarked;
