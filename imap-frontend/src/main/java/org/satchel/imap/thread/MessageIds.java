// SPDX-License-Identifier: Apache-2.0
package org.satchel.imap.thread;

import java.util.ArrayList;
import java.util.List;

/// Message ids in a header field: what stands in angle brackets.
// RFC 5322 §3.6.4
public final class MessageIds {
    /// No more ids of one field are looked at than the last so many.
    public static final int IDS_MAX = 100;

    private static final int CHARS_MAX = 998;

    private MessageIds() {}

    public static List<String> in(String field) {
        var ids = new ArrayList<String>();
        int open = field.indexOf('<');
        while (open >= 0) {
            int close = field.indexOf('>', open);
            if (close < 0) {
                break;
            }
            int inner = field.lastIndexOf('<', close);
            var id = field.substring(inner + 1, close).strip();
            if (!id.isEmpty() && id.length() <= CHARS_MAX) {
                ids.add(id);
            }
            open = field.indexOf('<', close);
        }
        return ids.size() > IDS_MAX ? List.copyOf(ids.subList(ids.size() - IDS_MAX, ids.size())) : ids;
    }
}
