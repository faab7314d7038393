// SPDX-License-Identifier: Apache-2.0
/// Requests to URLs that users name: where they may go, and how they go there and nowhere else.
///
/// [Reach] is the operator's rule. [GuardedPost] is the only way out for such a URL: it looks the host up once,
/// connects to an address that it has looked at, follows no redirect and reads a bounded answer. What never
/// happens here: a connection to an address that the rule does not admit, whatever a name server says between
/// registration and delivery. The one lock guards the idle connections; nothing blocks under it.
@NullMarked
package org.satchel.push.outside;

import org.jspecify.annotations.NullMarked;
