// SPDX-License-Identifier: Apache-2.0
/// Who may come in: accounts with their addresses and password verifiers, kept in one small file that commands and a
/// running server share, or in the registry of a store that several servers share.
///
/// Passwords are never stored and never logged; a verifier is salted PBKDF2 in the SCRAM-SHA-256 form. Writers of the
/// file hold a lock and replace it whole; readers notice a new file by its time and size. Writers of the registry
/// replace an address's entry only while it is nobody else's.
@NullMarked
package org.satchel.server.accounts;

import org.jspecify.annotations.NullMarked;
