// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import org.jspecify.annotations.Nullable;

/// One piece of what the user sent: an NMS payload part, as a range of the payload.
///
/// @param contentType full value of the header field, with parameters
/// @param encoding transfer encoding of the range: `base64`,
/// `quoted-printable`, or `7bit`, `8bit`, `binary` for plain bytes
/// @param extent header block and bytes in the payload, before decoding
/// @param decodedBytes size after decoding
public record ContentPart(
        String contentType,
        String encoding,
        @Nullable String contentId,
        @Nullable String disposition,
        @Nullable String location,
        BodyPart.Extent extent,
        long decodedBytes) {}
