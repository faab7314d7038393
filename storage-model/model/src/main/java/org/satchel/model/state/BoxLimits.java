// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.state;

import org.satchel.model.Flags;

/// Limits of one box beside its quota. More than these is refused with `TooLarge`.
///
/// @param foldersMax folders in a box, nodes included
/// @param folderDepthMax levels of a folder that is made or renamed; those made before stay. CPM-MSG §14
/// @param subscriptionsMax subscribed paths in a box
/// @param annotationsMax annotations in a box, those of its folders included
/// @param annotationBytesMax length of one annotation's entry name or value, in bytes of UTF-8
/// @param grantsMax grants in a box
/// @param keywordsMax keywords on one object
/// @param keyBytesMax length of an idempotency key, in bytes of UTF-8
public record BoxLimits(
        int foldersMax,
        int folderDepthMax,
        int subscriptionsMax,
        int annotationsMax,
        int annotationBytesMax,
        int grantsMax,
        int keywordsMax,
        int keyBytesMax) {
    public static final BoxLimits STANDARD =
            new BoxLimits(50_000, 8, 50_000, 10_000, 64 * 1024, 10_000, Flags.KEYWORDS_MAX, 1024);
}
