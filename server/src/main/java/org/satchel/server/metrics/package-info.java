// SPDX-License-Identifier: Apache-2.0
/// The figures by which operators see how an installation fares, and the listener where Prometheus reads them.
///
/// Owns the names of all figures. What they count is known elsewhere: faces are asked when somebody reads, and
/// only what nobody counts yet (commits, calls to the store of payloads) is measured here, around the interfaces
/// of the model. No figure names a box, an address or a content, and none costs a lock. A figure that cannot be
/// read is left out; it never keeps the others from being read.
@NullMarked
package org.satchel.server.metrics;

import org.jspecify.annotations.NullMarked;
