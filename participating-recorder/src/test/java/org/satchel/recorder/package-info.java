// SPDX-License-Identifier: Apache-2.0
/// Tests of the recorder over real TCP: our own bare SIP client and server on sockets, and SIPp where it is installed.
@NullMarked
package org.satchel.recorder;

import org.jspecify.annotations.NullMarked;
