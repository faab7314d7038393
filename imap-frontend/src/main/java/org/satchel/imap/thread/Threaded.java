// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.thread;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.satchel.imap.sort.PlainSubject;

/// What is known about an object that is to be put in a thread.
///
/// @param number what it is told by
/// @param id its Message-ID without brackets; null = none
/// @param references ids it follows, the nearest last
/// @param sentMillis when it was sent
/// @param conversation its Conversation-ID; null = none
public record Threaded(
        long number,
        @Nullable String id,
        List<String> references,
        PlainSubject subject,
        long sentMillis,
        @Nullable String conversation) {
    public Threaded {
        references = List.copyOf(references);
    }
}
