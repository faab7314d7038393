// SPDX-License-Identifier: Apache-2.0
package org.satchel.model;

/// Name of one subscriber's store: the canonical address of the account that owns it, for example `tel:+15550100001`.
public record BoxId(String text) implements Comparable<BoxId> {
    public static final int LENGTH_MAX = 255;

    public BoxId {
        if (text.isEmpty() || text.length() > LENGTH_MAX || holdsBlank(text)) {
            throw new IllegalArgumentException("box id is empty, too long or holds blanks: '" + text + "'");
        }
    }

    private static boolean holdsBlank(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ' || text.charAt(i) == 0x7f) {
                return true;
            }
        }
        return false;
    }

    @Override
    public int compareTo(BoxId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
