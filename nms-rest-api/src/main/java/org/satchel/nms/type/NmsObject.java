// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.type;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A stored object as clients see it, or as they hand it in. NMS §5.1
public record NmsObject(
        @Nullable String parentFolder,
        @Nullable String parentFolderPath,
        @Nullable AttributeList attributes,
        @Nullable FlagList flags,
        @Nullable String path,
        @Nullable String payloadURL,
        @Nullable List<PayloadPartInfo> payloadPart,
        @Nullable Long lastModSeq,
        @Nullable String correlationId,
        @Nullable String correlationTag,
        @Nullable String resourceURL) {
    public List<NmsAttribute> attributeList() {
        return attributes == null ? List.of() : attributes.all();
    }
}
