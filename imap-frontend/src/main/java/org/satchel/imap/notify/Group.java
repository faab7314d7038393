// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.notify;

import java.util.Set;
import org.satchel.model.FolderPath;

/// Some folders, and what a client wants to know of them.
///
/// @param events none = nothing, also when a later group would name them
// RFC 5465 §6
public record Group(Folders folders, Set<Event> events) {
    public Group {
        events = Set.copyOf(events);
    }

    boolean wantsMessages() {
        return events.stream().anyMatch(Event::isOfMessages);
    }

    /// Which folders, as they are at any time: those made later count.
    public sealed interface Folders {
        boolean contain(FolderPath path, Set<FolderPath> subscribed);

        /// All of one's own. `inboxes` is the same: any of them may be given something by the recorder, so the
        /// specification wants them treated alike.
        // RFC 5465 §6.3
        record All() implements Folders {
            @Override
            public boolean contain(FolderPath path, Set<FolderPath> subscribed) {
                return true;
            }
        }

        record Subscribed() implements Folders {
            @Override
            public boolean contain(FolderPath path, Set<FolderPath> subscribed) {
                return subscribed.contains(path);
            }
        }

        /// With everything below them.
        record Trees(Set<FolderPath> roots) implements Folders {
            public Trees {
                roots = Set.copyOf(roots);
            }

            @Override
            public boolean contain(FolderPath path, Set<FolderPath> subscribed) {
                return roots.stream().anyMatch(path::isWithin);
            }
        }

        record Named(Set<FolderPath> paths) implements Folders {
            public Named {
                paths = Set.copyOf(paths);
            }

            @Override
            public boolean contain(FolderPath path, Set<FolderPath> subscribed) {
                return paths.contains(path);
            }
        }
    }
}
