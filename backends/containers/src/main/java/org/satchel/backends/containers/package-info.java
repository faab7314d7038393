// SPDX-License-Identifier: Apache-2.0
/// The backends of tests as containers of a Docker engine, behind the interfaces of `org.satchel.backends`.
///
/// Owns which images are taken and when a container counts as ready. For machines with an engine only: who asks
/// `DockerEngine` first is told whether there is one. Faults stay the business of child processes and links.
@NullMarked
package org.satchel.backends.containers;

import org.jspecify.annotations.NullMarked;
