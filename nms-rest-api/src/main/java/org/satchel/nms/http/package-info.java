// SPDX-License-Identifier: Apache-2.0
/// Between Jetty and the resources: who is it, what went wrong, and the bytes in both directions.
///
/// The only package that knows how Jersey works. A request runs on one virtual thread from its first to its last
/// byte; what waits for
/// news without anything to do holds none. Credentials, contents and addresses are not logged.
@NullMarked
package org.satchel.nms.http;

import org.jspecify.annotations.NullMarked;
