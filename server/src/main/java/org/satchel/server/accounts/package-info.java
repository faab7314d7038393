// SPDX-License-Identifier: Apache-2.0
/// Who may come in: accounts with their addresses and password verifiers, kept in one small file that commands
/// and a running server share.
///
/// Passwords are never stored and never logged; a verifier is salted PBKDF2 in the SCRAM-SHA-256 form. Writers
/// hold a lock on the file and replace
/// it whole; readers notice a new file by its time and size.
@NullMarked
package org.satchel.server.accounts;

import org.jspecify.annotations.NullMarked;
