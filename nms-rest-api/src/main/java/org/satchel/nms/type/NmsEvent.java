// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.type;

import org.jspecify.annotations.Nullable;

/// One thing that happened in a box: exactly one member is there. OMA NMS §5.5
public record NmsEvent(
        @Nullable ChangedObject changedObject,
        @Nullable DeletedObject deletedObject,
        @Nullable DeletedObject expiredObject,
        @Nullable ChangedFolder changedFolder,
        @Nullable DeletedFolder deletedFolder,
        @Nullable ResetBox resetBox) {
    public static NmsEvent of(ChangedObject event) {
        return new NmsEvent(event, null, null, null, null, null);
    }

    public static NmsEvent deleted(DeletedObject event) {
        return new NmsEvent(null, event, null, null, null, null);
    }

    public static NmsEvent expired(DeletedObject event) {
        return new NmsEvent(null, null, event, null, null, null);
    }

    public static NmsEvent of(ChangedFolder event) {
        return new NmsEvent(null, null, null, event, null, null);
    }

    public static NmsEvent of(DeletedFolder event) {
        return new NmsEvent(null, null, null, null, event, null);
    }

    public static NmsEvent reset() {
        return new NmsEvent(null, null, null, null, null, new ResetBox());
    }

    /// An object that came, moved, or has other flags.
    public record ChangedObject(
            String parentFolder,
            FlagList flags,
            String resourceURL,
            long lastModSeq,
            @Nullable String correlationId,
            @Nullable String correlationTag) {}

    /// An object that went.
    public record DeletedObject(String resourceURL, long lastModSeq) {}

    /// A folder that came, or has another name.
    public record ChangedFolder(@Nullable String parentFolder, String name, String resourceURL, long lastModSeq) {}

    /// A folder that went.
    public record DeletedFolder(String resourceURL, long lastModSeq) {}

    /// The client must start from nothing.
    public record ResetBox() {}
}
