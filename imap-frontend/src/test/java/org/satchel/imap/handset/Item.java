// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.handset;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// One object as a device keeps it.
final class Item {
    /// In the order in which a device takes them in.
    // CPM-MSG §11.3
    enum Type {
        SESSION_INFO,
        GROUP_STATE,
        CHAT,
        FILE,
        SMS,
        MMS,
        IMDN,
        MEDIA
    }

    final Type type;
    final Map<String, String> header = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    String body = "";
    boolean seen;
    boolean deleted;
    /// Where the server has it; 0 = nowhere yet.
    int uid;
    /// Marks that the server has, or was told.
    final Set<String> pushed = new HashSet<>();

    Item(Type type) {
        this.type = type;
    }

    String field(String name) {
        var value = header.get(name);
        if (value == null) {
            throw new AssertionError("no " + name + " in " + header);
        }
        return value;
    }

    /// What tells it from others: its id, or what an SMS or MMS has instead.
    String key() {
        return switch (type) {
            case SMS -> "sms " + field("Message-Direction") + ' ' + field("Message-Correlator");
            case MMS -> "mms " + field("Message-Correlator");
            case MEDIA -> "media " + field("Message-ID");
            case SESSION_INFO, GROUP_STATE, CHAT, FILE, IMDN -> field("IMDN-Message-ID");
        };
    }

    @Override
    public String toString() {
        return type + " " + key() + (seen ? " seen" : "") + (deleted ? " deleted" : "");
    }
}
