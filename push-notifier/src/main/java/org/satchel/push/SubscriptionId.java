// SPDX-License-Identifier: Apache-2.0
package org.satchel.push;

/// Name of a subscription, unique in the installation and never given twice, for example `s-4f1c07aa93be2d10`.
public record SubscriptionId(String text) implements Comparable<SubscriptionId> {
    public static final int LENGTH_MAX = 64;

    public SubscriptionId {
        if (!text.matches("[A-Za-z0-9_-]{1," + LENGTH_MAX + "}")) {
            throw new IllegalArgumentException("not a subscription id: '" + text + "'");
        }
    }

    @Override
    public int compareTo(SubscriptionId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
