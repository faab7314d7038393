// SPDX-License-Identifier: Apache-2.0
/// What the caller decides: where to listen, under which name, within which limits, and who may come in.
///
/// Owns no state. Everything here is handed to `NmsServer` once, before it starts; nothing here reads a file or
/// the environment. Secrets pass through [Credentials] and are never part of a text form.
@NullMarked
package org.satchel.nms.settings;

import org.jspecify.annotations.NullMarked;
