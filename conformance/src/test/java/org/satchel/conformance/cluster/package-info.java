// SPDX-License-Identifier: Apache-2.0
/// Several real servers over three real nodes of Cassandra, while any of them is killed and while the servers are cut
/// off from each other: docs/adr/0096.
///
/// Clients write to both servers and go to the other one when theirs dies; watchers follow the boxes through both; now
/// and then everybody rests, and what each server shows is compared with the other, with the journals of the writers
/// and with what the watchers were told. Only what a client may rely on is judged, and every wait has an end.
@NullMarked
package org.satchel.conformance.cluster;

import org.jspecify.annotations.NullMarked;
