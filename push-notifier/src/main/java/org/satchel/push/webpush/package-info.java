// SPDX-License-Identifier: Apache-2.0
/// WebPush: lists for browsers and apps, through the push service that each of them names, sealed so that only the
/// receiver reads them.
///
/// [WebPush] seals a letter under a key pair of its own each time, says who sends by the installation's [Vapid] key,
/// and judges what the push service answers. What never happens here: a request to an address that the operator's
/// reach does not admit, a salt or sender key used twice, a letter in the clear. No lock is held while a push
/// service is asked.
@NullMarked
package org.satchel.push.webpush;

import org.jspecify.annotations.NullMarked;
