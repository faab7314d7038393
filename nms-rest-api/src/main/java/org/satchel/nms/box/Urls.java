// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.box;

import java.nio.charset.StandardCharsets;
import org.satchel.model.BoxId;
import org.satchel.model.Folder;
import org.satchel.model.FolderId;
import org.satchel.model.ObjectId;

/// The absolute URLs of one box, and the paths of what is in it.
// NMS §2.1
public final class Urls {
    private static final String HEX = "0123456789ABCDEF";

    private final String box;

    /// @param store URL of the store, without trailing slash: `https://nms.example.net/nms/v1/base`
    public Urls(String store, BoxId id) {
        box = store + "/" + segment(id.text());
    }

    public String box() {
        return box;
    }

    public String objects() {
        return box + "/objects";
    }

    public String object(ObjectId id) {
        return box + "/objects/" + Ids.of(id);
    }

    public String flags(ObjectId id) {
        return object(id) + "/flags";
    }

    public String payload(ObjectId id) {
        return object(id) + "/payload";
    }

    /// @param index of the part, from 0
    public String payloadPart(ObjectId id, int index) {
        return object(id) + "/payloadParts/part" + (index + 1);
    }

    public String folder(FolderId id) {
        return box + "/folders/" + Ids.of(id);
    }

    public String rootFolder() {
        return box + "/folders/" + Ids.ROOT;
    }

    public String subscriptions() {
        return box + "/subscriptions";
    }

    public String subscription(String id) {
        return subscriptions() + "/" + id;
    }

    /// Path of an object: that of its folder, then its id.
    public static String path(Folder folder, ObjectId object) {
        return path(folder) + "/" + Ids.of(object);
    }

    public static String path(Folder folder) {
        return "/" + folder.path().text();
    }

    /// The last segment of a URL, or of a path, in its decoded form.
    public static String lastSegment(String url) {
        var plain = url.split("[?#]", 2)[0];
        return decode(plain.substring(plain.lastIndexOf('/') + 1));
    }

    /// One path segment: everything but letters, digits and `-._~` is escaped.
    public static String segment(String text) {
        var out = new StringBuilder(text.length() + 8);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "-._~".indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            }
        }
        return out.toString();
    }

    /// The text of a segment. Escapes that are none stay as they are.
    public static String decode(String segment) {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        var in = segment.getBytes(StandardCharsets.UTF_8);
        var out = new byte[in.length];
        int length = 0;
        for (int i = 0; i < in.length; i++) {
            int high = i + 2 < in.length && in[i] == '%' ? Character.digit(in[i + 1], 16) : -1;
            int low = high >= 0 ? Character.digit(in[i + 2], 16) : -1;
            if (low >= 0) {
                out[length++] = (byte) (high << 4 | low);
                i += 2;
            } else {
                out[length++] = in[i];
            }
        }
        return new String(out, 0, length, StandardCharsets.UTF_8);
    }
}
