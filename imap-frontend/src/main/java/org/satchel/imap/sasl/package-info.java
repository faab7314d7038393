// SPDX-License-Identifier: Apache-2.0
/// SASL: the ways to log in that AUTHENTICATE names, server's side, step by step.
///
/// A [Mechanism] says whether it is possible on a line and begins an [Exchange]; each answer of the client gives a
/// [Step]. The mechanisms know neither IMAP nor where accounts are kept: they ask [org.satchel.imap.Login],
/// [ScramBook], [Tokens] and [CertificateOwners]. A decision is handed out before it is taken, so that who failed too
/// often waits for it ([Backoff]).
///
/// No secret is logged or compared byte by byte with an early end, and nobody learns from an answer, or from the time
/// it takes, whether a name is known.
@NullMarked
package org.satchel.imap.sasl;

import org.jspecify.annotations.NullMarked;
