// SPDX-License-Identifier: Apache-2.0
/// What an operator does to a server and what a disk does to it: killed, stopped, filled, shouted at.
///
/// Writers of `load` keep their journals meanwhile; after each restart what the server shows is compared with them.
@NullMarked
package org.satchel.conformance.kill;

import org.jspecify.annotations.NullMarked;
