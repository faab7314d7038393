// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.type;

import org.jspecify.annotations.Nullable;

/// What is known of one part of a payload, and where to get it. NMS §5.1
///
/// @param size bytes that a GET of `href` returns
/// @param content its text, when it is a small one and the server tells those
/// @param fileIcon `cid:` URL of the thumbnail that belongs to this part
public record PayloadPartInfo(
        @Nullable String contentType,
        @Nullable Long size,
        @Nullable String contentEncoding,
        @Nullable String contentDisposition,
        @Nullable String contentId,
        @Nullable String contentLocation,
        @Nullable String content,
        @Nullable String fileIcon,
        @Nullable String href) {}
