// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.type;

import org.jspecify.annotations.Nullable;

/// A folder as clients see it, or as they ask for it. NMS §5.2
public record NmsFolder(
        @Nullable String parentFolder,
        @Nullable String parentFolderPath,
        @Nullable String name,
        @Nullable String path,
        @Nullable AttributeList attributes,
        @Nullable Long lastModSeq,
        ReferenceList.@Nullable Folders subFolders,
        ReferenceList.@Nullable Objects objects,
        @Nullable String cursor,
        @Nullable String resourceURL) {}
