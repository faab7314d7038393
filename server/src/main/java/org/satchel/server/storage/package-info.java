// SPDX-License-Identifier: Apache-2.0
/// The engine of an installation, as its configuration chooses it: which store, which accounts, what a backup is, and
/// the jobs that the engine needs done now and then.
///
/// Nothing else in the server knows an engine by name. Secrets are read from their files here, and go nowhere else.
@NullMarked
package org.satchel.server.storage;

import org.jspecify.annotations.NullMarked;
