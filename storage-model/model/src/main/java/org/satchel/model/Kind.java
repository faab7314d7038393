// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

/// What a stored object is to CPM. Detected once, at deposit.
// CPM-MSG §5.11
public enum Kind {
    /// Short message of the cellular network.
    SMS,
    /// Multimedia message of the cellular network.
    MMS,
    /// Standalone message in pager mode.
    PAGER_MESSAGE,
    /// Standalone message in large mode.
    LARGE_MESSAGE,
    /// Message of a 1-to-1 or group chat session.
    CHAT_MESSAGE,
    /// Delivered, displayed or other disposition notification.
    IMDN,
    /// Message that announces a file on an HTTP content server.
    HTTP_FILE_TRANSFER,
    /// File transfer history object: the file and its description.
    FILE_TRANSFER,
    /// Change of a group: subject, icon, roster.
    GROUP_EVENT,
    /// Session info object of a session history folder.
    SESSION_INFO,
    /// Group state object: last focus and participants.
    GROUP_STATE,
    /// Message in the old form, text without CPIM; ordinary mail too.
    TEXT,
    /// Stand-alone media object, and anything else.
    MEDIA
}
