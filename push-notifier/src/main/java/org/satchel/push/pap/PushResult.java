// SPDX-License-Identifier: Apache-2.0
package org.satchel.push.pap;

import org.satchel.model.BoxId;

/// What became of a push of this installation.
///
/// @param pushId begins with the id of its subscription, a full stop, and the index of its list
/// @param status why it is so
public record PushResult(String pushId, BoxId box, PapState state, PapStatus status) {}
