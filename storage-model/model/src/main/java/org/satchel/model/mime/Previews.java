// SPDX-License-Identifier: Apache-2.0
package org.satchel.model.mime;

import java.util.regex.Pattern;
import org.satchel.model.Kind;

/// Makes the line that a list view shows of an object.
// CPM-MSG §11.13
final class Previews {
    static final int CHARS_MAX = 200;

    private static final int TEXT_CHARS_MAX = 2000;
    private static final Pattern FILE_NAME = Pattern.compile("name:\"([^\"\r\n]{1,255})\"");

    private Previews() {}

    /// Plain text on one line; the name of a transferred file; empty for everything else.
    static String of(ObjectParts parts, Kind kind) {
        return switch (kind) {
            case HTTP_FILE_TRANSFER -> oneLine(httpFileName(parts));
            case FILE_TRANSFER -> oneLine(fileName(parts));
            case IMDN, SESSION_INFO, GROUP_STATE, GROUP_EVENT -> "";
            case SMS, MMS, PAGER_MESSAGE, LARGE_MESSAGE, CHAT_MESSAGE, TEXT, MEDIA ->
                oneLine(parts.firstOfType("text", "plain").map(FoundLeaf::text).orElse(""));
        };
    }

    private static String httpFileName(ObjectParts parts) {
        return parts.leaves().isEmpty()
                ? ""
                : XmlFacts.read(parts.leaves().getFirst().text())
                        .text("file-name")
                        .orElse("");
    }

    // CPM-MSG §5.6b: a=file-selector of the SDP
    private static String fileName(ObjectParts parts) {
        for (var leaf : parts.leaves()) {
            if (leaf.leaf().head().subtype().equalsIgnoreCase("x-cpm-file-transfer")) {
                var matcher = FILE_NAME.matcher(leaf.text());
                return matcher.find() ? matcher.group(1) : "";
            }
        }
        return "";
    }

    /// Blanks, line ends and control characters in a row become one space.
    private static String oneLine(String text) {
        var line = new char[CHARS_MAX + 2];
        int length = 0;
        boolean blank = false;
        int end = Math.min(text.length(), TEXT_CHARS_MAX);
        for (int i = 0; i < end && length < CHARS_MAX + 1; i++) {
            char c = text.charAt(i);
            if (c <= ' ' || (c >= 0x7f && (Character.isISOControl(c) || Character.isWhitespace(c)))) {
                blank = length > 0;
                continue;
            }
            if (blank) {
                line[length++] = ' ';
                blank = false;
            }
            line[length++] = c;
        }
        return AttributeReader.cut(new String(line, 0, length), CHARS_MAX).stripTrailing();
    }
}
