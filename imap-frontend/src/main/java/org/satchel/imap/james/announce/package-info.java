// SPDX-License-Identifier: Apache-2.0
/// What clients are told that happened: [Announcer] of the selected folder, [Notifier] of the others; IDLE and
/// NOTIFY.
///
/// Nobody pushes into a session: before a command's tagged OK the session itself reads the box's log from where
/// it stands. In IDLE, and after NOTIFY while no command runs, another thread waits for the log ([Follower]);
/// one lock keeps them from writing into each other's lines.
@NullMarked
package org.satchel.imap.james.announce;

import org.jspecify.annotations.NullMarked;
