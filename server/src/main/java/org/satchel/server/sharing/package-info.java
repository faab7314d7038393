// SPDX-License-Identifier: Apache-2.0
/// What an installation does about rights that owners give: the operator's door to them, and the notices that owner and
/// grantee get when they change or end.
///
/// The rights themselves are grants of the boxes; see `org.satchel.model.share`. Nothing here decides what anybody may
/// do.
@NullMarked
package org.satchel.server.sharing;

import org.jspecify.annotations.NullMarked;
