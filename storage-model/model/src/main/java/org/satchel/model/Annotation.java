// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

import org.jspecify.annotations.Nullable;

/// Metadata of a folder, or of the box when `folder` is null.
///
/// @param entry for example `/private/comment`; compared without regard to case
/// @param principal whose private entry it is; empty for `/shared`
// RFC 5464
public record Annotation(@Nullable FolderId folder, String entry, String principal, String value) {}
