// SPDX-License-Identifier: Apache-2.0
/// Who a client is, what it is offered and may use, and what others may do: LOGIN, AUTHENTICATE,
/// UNAUTHENTICATE, CAPABILITY, ENABLE, ID, COMPRESS, access lists, quotas.
///
/// [Authentication] counts failures and connections for all clients of a listener. A refusal has the same words
/// whether a name is unknown or its password wrong.
@NullMarked
package org.satchel.imap.james.access;

import org.jspecify.annotations.NullMarked;
