// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.type;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page of conversations, the one with the newest message first. Ours, not OMA's.
///
/// @param cursor where to go on; null = there is no more
public record ConversationList(
        List<Conversation> conversation, @Nullable String cursor) {

    /// What a list of chats shows of one.
    ///
    /// @param participant addresses of the others, as URIs where they are known as such
    /// @param subject of the last message that has one; null = none
    /// @param unread objects without `\Seen` in it and in its sessions
    /// @param messages objects in it and in its sessions
    /// @param lastModSeq of its last change of any kind
    /// @param resourceURL of its folder
    public record Conversation(
            List<String> participant,
            @Nullable String subject,
            int unread,
            int messages,
            LastMessage lastMessage,
            long lastModSeq,
            String path,
            String resourceURL) {}

    /// The message that a list shows.
    ///
    /// @param date when it was sent, as far as it says so; UTC
    /// @param snippet at most 200 characters of its text; null = it has none
    public record LastMessage(
            String date,
            @Nullable String direction,
            @Nullable String from,
            @Nullable String messageContext,
            @Nullable String snippet,
            String resourceURL) {}
}
