// SPDX-License-Identifier: Apache-2.0
/// Folders that owners share: who gives rights to whom passes here, whichever front end asks.
///
/// - The rights are grants of the box they are on, and the box checks them. What is kept here, in the registry, only
///   tells which boxes to look into: a row for each pair of grantee and owner.
/// - The row is durable before the grant is. A row without a grant is harmless; a grant without a row does not happen.
/// - An installation can have this switched off: then only owners have rights, whatever was granted before.
@NullMarked
package org.satchel.model.share;

import org.jspecify.annotations.NullMarked;
