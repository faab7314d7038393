// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.notify;

import java.util.Optional;
import java.util.Set;

/// One kind of news, by the word that a client asks for it with.
// RFC 5465 §5
public enum Event {
    MESSAGE_NEW("MessageNew"),
    MESSAGE_EXPUNGE("MessageExpunge"),
    FLAG_CHANGE("FlagChange"),
    MAILBOX_NAME("MailboxName"),
    SUBSCRIPTION_CHANGE("SubscriptionChange"),
    MAILBOX_METADATA_CHANGE("MailboxMetadataChange"),
    SERVER_METADATA_CHANGE("ServerMetadataChange");

    private static final Set<Event> OF_MESSAGES = Set.of(MESSAGE_NEW, MESSAGE_EXPUNGE, FLAG_CHANGE);

    private final String word;

    Event(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    /// @param word in any case
    public static Optional<Event> named(String word) {
        for (var event : values()) {
            if (event.word.equalsIgnoreCase(word)) {
                return Optional.of(event);
            }
        }
        return Optional.empty();
    }

    /// True for what happens to objects, false for what happens to folders and to the box.
    public boolean isOfMessages() {
        return OF_MESSAGES.contains(this);
    }

    /// True for news that a client learns by METADATA lines.
    // RFC 5464 §4.4
    public boolean isOfMetadata() {
        return this == MAILBOX_METADATA_CHANGE || this == SERVER_METADATA_CHANGE;
    }

    /// Whether these words may stand together: objects that come and go are told both or not at all, since either
    /// without the other counts wrongly, and flags only with them.
    // RFC 5465 §5
    public static boolean areConsistent(Set<Event> events) {
        boolean come = events.contains(MESSAGE_NEW);
        boolean go = events.contains(MESSAGE_EXPUNGE);
        return come == go && (come || !events.contains(FLAG_CHANGE));
    }
}
