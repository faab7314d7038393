// SPDX-License-Identifier: Apache-2.0
package org.satchel.nms.box;

import java.util.Optional;
import java.util.OptionalLong;
import org.satchel.model.FolderId;
import org.satchel.model.ObjectId;

/// How folders and objects are named in URLs: `f17`, `o4711`, and `root` for the node above all folders.
// NMS §2.2: only characters that survive decoding and encoding again
public final class Ids {
    public static final String ROOT = "root";

    private Ids() {}

    public static String of(ObjectId object) {
        return "o" + object.number();
    }

    public static String of(FolderId folder) {
        return "f" + folder.number();
    }

    public static Optional<ObjectId> object(String text) {
        var number = number('o', text);
        return number.isPresent() ? Optional.of(new ObjectId(number.getAsLong())) : Optional.empty();
    }

    public static Optional<FolderId> folder(String text) {
        var number = number('f', text);
        return number.isPresent() ? Optional.of(new FolderId(number.getAsLong())) : Optional.empty();
    }

    private static OptionalLong number(char letter, String text) {
        if (text.length() < 2 || text.length() > 19 || text.charAt(0) != letter || text.charAt(1) == '0') {
            return OptionalLong.empty();
        }
        for (int i = 1; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return OptionalLong.empty();
            }
        }
        return OptionalLong.of(Long.parseLong(text.substring(1)));
    }
}
