// SPDX-License-Identifier: Apache-2.0
/// The OMA Push connector: wakes devices through a push proxy gateway by the Push Access Protocol.
///
/// A push carries no content of any user, only which box changed and up to which mod-sequence. The follower of a
/// device is its outbox: one list, one push, one push-id, however often it is sent; what happens meanwhile waits
/// in the change log and makes the next one. A gateway is judged by the code in its XML answer, and by the HTTP
/// status only when there is none. What never happens here: a push for what the device did itself, a push-id used
/// for another content, more requests to a gateway at once than its limit. No lock is held while a gateway is
/// asked.
@NullMarked
package org.satchel.push.pap;

import org.jspecify.annotations.NullMarked;
