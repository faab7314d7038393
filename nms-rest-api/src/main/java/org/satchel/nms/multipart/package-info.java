// SPDX-License-Identifier: Apache-2.0
/// Reads MIME multipart bodies as they stream by, and the header fields of their parts.
///
/// Reads strangers' bytes: holds one buffer and one header block, whatever comes; anything that is no multipart
/// ends in [MalformedMultipart]. A part's bytes are those between the delimiters, nothing added, nothing dropped.
@NullMarked
package org.satchel.nms.multipart;

import org.jspecify.annotations.NullMarked;
