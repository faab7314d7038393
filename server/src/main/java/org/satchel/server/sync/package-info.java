// SPDX-License-Identifier: Apache-2.0
/// A Message Storage Client of OMA NMS: mirrors one box into a local folder, and keeps it in step.
///
/// It knows the protocol from its description alone: no type of the server is used here, and none may be
/// (`ArchitectureTest`). One thread does one thing after the other; only payloads and changed objects are fetched
/// several at a time. What the folder holds is always one moment of the box, or a pass that goes on where it was
/// broken off: lines of the journal count once the state file says so. Credentials go to the server that the user
/// named, and to no other, whatever URLs it gives out.
@NullMarked
package org.satchel.server.sync;

import org.jspecify.annotations.NullMarked;
